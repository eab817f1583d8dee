package model

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// The bounds of a request for vectors: services take some hundred texts at a
// time, servers on small machines fewer, and an answer must fit into its bound.
const (
	mostTexts     = 64
	usualTexts    = 64
	mostTextBytes = 200_000
	mostDimension = 1 << 13
)

// Embed returns a vector of length 1 for each text (none empty), all of one dimension, which
// stays that of the client. Texts asked for together are kept together, in
// groups by what they say: those that changed cost a request for their group,
// the others none.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if c.cfg.EmbeddingModel == "" {
		return nil, fmt.Errorf("%w: no embedding model is configured", ErrRefused)
	}
	found := make(map[string][]float32, len(texts))
	for _, batch := range batches(texts) {
		vectors, err := c.vectors(ctx, batch)
		if err := c.judge(ctx, err); err != nil {
			return nil, err
		}
		for i, t := range batch {
			found[t] = vectors[i]
		}
	}
	out := make([][]float32, len(texts))
	for i, t := range texts {
		out[i] = found[t]
	}
	return out, nil
}

// batches are the distinct texts in groups that depend on the texts alone: in
// their order, cut where their number or size has grown too large, and grouped
// by their digest, so that a text more or less changes one group.
func batches(texts []string) [][]string {
	distinct := slices.Compact(slices.Sorted(slices.Values(texts)))
	groups := 1
	for groups*usualTexts < len(distinct) {
		groups *= 2
	}
	grouped := make([][]string, groups)
	for _, t := range distinct {
		h := fnv.New32a()
		_, _ = h.Write([]byte(t))
		g := h.Sum32() % uint32(groups)
		grouped[g] = append(grouped[g], t)
	}
	var out [][]string
	for _, g := range grouped {
		size := 0
		var batch []string
		for _, t := range g {
			if len(batch) == mostTexts || len(batch) > 0 && size+len(t) > mostTextBytes {
				out, batch, size = append(out, batch), nil, 0
			}
			batch, size = append(batch, t), size+len(t)
		}
		if len(batch) > 0 {
			out = append(out, batch)
		}
	}
	return out
}

// vectors are those of one batch, from the cache or the endpoint.
func (c *Client) vectors(ctx context.Context, batch []string) ([][]float32, error) {
	place := c.vectorsCache.place(append([]string{"embedding", c.cfg.EmbeddingModel}, batch...)...)
	if data, ok := c.vectorsCache.get(place); ok {
		if v, ok := unpacked(data, len(batch)); ok && c.agree(v) == nil {
			c.used(&c.vectorsCache, place)
			return v, nil
		}
	}
	out, err := c.fetch(ctx, batch)
	if err != nil {
		return nil, err
	}
	c.vectorsCache.put(place, packed(out))
	return out, nil
}

// fetch gets the vectors of one batch from the endpoint.
func (c *Client) fetch(ctx context.Context, batch []string) ([][]float32, error) {
	size := int64(0)
	for _, t := range batch {
		size += int64(len(t))/bytesPerToken + 1
	}
	if err := c.meter.reserve(size); err != nil {
		return nil, err
	}
	resp, err := c.vectorsAPI.CreateEmbeddings(ctx, openai.EmbeddingRequest{Input: batch, Model: openai.EmbeddingModel(c.cfg.EmbeddingModel)})
	title := fmt.Sprintf("vectors from %s, model %s", c.vectorsFrom.URL, c.cfg.EmbeddingModel)
	if err != nil {
		c.meter.settle(size, 0, 0)
		c.journal.write(title, section{"texts", strings.Join(batch, "\n")}, section{"error", err.Error()})
		return nil, kindOf(ctx, err)
	}
	used := int64(resp.Usage.PromptTokens)
	if used <= 0 || used > math.MaxInt32 {
		used = size
	}
	c.meter.settle(size, used, 0)
	c.journal.write(title, section{"texts", strings.Join(batch, "\n")}, section{"answer", fmt.Sprintf("%d vectors", len(resp.Data))})
	out, err := inOrder(resp.Data, len(batch))
	if err != nil {
		return nil, err
	}
	return out, c.agree(out)
}

// agree checks that vectors have the dimension of those before.
func (c *Client) agree(vectors [][]float32) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, v := range vectors {
		if c.dimension == 0 {
			c.dimension = len(v)
		}
		if len(v) != c.dimension {
			return &replyError{why: fmt.Sprintf("it holds vectors of dimension %d and %d", c.dimension, len(v))}
		}
	}
	return nil
}

// inOrder puts vectors where their index says, each there and brought to length
// 1.
func inOrder(data []openai.Embedding, n int) ([][]float32, error) {
	if len(data) != n {
		return nil, &replyError{why: fmt.Sprintf("it holds %d vectors for %d texts", len(data), n)}
	}
	out := make([][]float32, n)
	for _, d := range data {
		if d.Index < 0 || d.Index >= n || out[d.Index] != nil {
			return nil, &replyError{why: "it does not tell which vector is whose"}
		}
		v, ok := normal(d.Embedding)
		if !ok {
			return nil, &replyError{why: "it holds a vector without direction"}
		}
		out[d.Index] = v
	}
	return out, nil
}

// normal is a vector brought to length 1.
func normal(v []float32) ([]float32, bool) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if len(v) > mostDimension || !(length > 0) || math.IsInf(length, 0) {
		return nil, false
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / length)
	}
	return out, true
}

// packed writes vectors of one dimension one behind the other.
func packed(vectors [][]float32) []byte {
	var out []byte
	for _, v := range vectors {
		for _, x := range v {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
		}
	}
	return out
}

const floatSize = 4

// unpacked reads n vectors.
func unpacked(data []byte, n int) ([][]float32, bool) {
	if n == 0 || len(data) == 0 || len(data)%(n*floatSize) != 0 {
		return nil, false
	}
	dimension := len(data) / n / floatSize
	out := make([][]float32, n)
	for i := range out {
		v := make([]float32, dimension)
		for k := range v {
			v[k] = math.Float32frombits(binary.LittleEndian.Uint32(data[(i*dimension+k)*floatSize:]))
		}
		if n, ok := normal(v); !ok || math.Abs(float64(n[0]-v[0])) > 1e-6 {
			return nil, false
		}
		out[i] = v
	}
	return out, true
}
