package match

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"candor/internal/kbfile"
)

// modelFile holds weights and thresholds with the reason that set them.
const modelFile = "match.yaml"

// model is the logistic that turns signals into a confidence.
type model struct {
	bias    float64
	weights []float64 // in the order of signalNames
	// Signals, and the lead over the runner-up, make the confidence of a best
	// match.
	sure                []float64
	offset, lead, scale float64
	hardly              hardlyYAML
	thresholds          Thresholds
}

type modelYAML struct {
	Schema     int                `yaml:"schema" kb:"required"`
	Why        string             `yaml:"why" kb:"required"`
	Bias       float64            `yaml:"bias" kb:"required"`
	Weights    map[string]float64 `yaml:"weights" kb:"required"`
	Sure       sureYAML           `yaml:"sure" kb:"required"`
	Thresholds Thresholds         `yaml:"thresholds" kb:"required"`
}

type sureYAML struct {
	// Scale is the lead in logits that counts as a full one.
	Scale  float64 `yaml:"scale" kb:"required"`
	Offset float64 `yaml:"offset" kb:"required"`
	// Lead is the weight of the lead times the nearness in wording.
	Lead    float64            `yaml:"lead" kb:"required"`
	Signals map[string]float64 `yaml:"signals" kb:"required"`
	Hardly  hardlyYAML         `yaml:"hardly" kb:"required"`
}

// hardlyYAML bounds the confidence of an entry that hardly shares a word with the
// question: what speaks for it then is by which words things are asked about
// elsewhere, of which one rare word may decide.
type hardlyYAML struct {
	// Covered is the share of the question, 0 to 1, that an entry must have in its
	// own words; with less its confidence is AtMost, 0 to 1.
	Covered float64 `yaml:"covered" kb:"required"`
	AtMost  float64 `yaml:"at_most" kb:"required"`
}

func loadModel(fsys fs.FS) (model, error) {
	var y modelYAML
	doc, err := kbfile.Read(fsys, modelFile, &y)
	if err != nil {
		return model{}, fmt.Errorf("read match weights: %w", err)
	}
	var faults kbfile.Faults
	m := model{bias: y.Bias, thresholds: y.Thresholds, offset: y.Sure.Offset, lead: y.Sure.Lead, scale: y.Sure.Scale, hardly: y.Sure.Hardly}
	m.weights = inOrder(doc, "weights", y.Weights, &faults)
	m.sure = inOrder(doc, "sure.signals", y.Sure.Signals, &faults)
	if m.scale <= 0 {
		faults = append(faults, doc.Fault("sure.scale", "weight", "the scale of the lead must be above 0"))
	}
	if err := faults.Err(); err != nil {
		return model{}, fmt.Errorf("read match weights: %w", err)
	}
	return m, nil
}

// inOrder returns the weights in the order of the signals; one that is missing
// and one of an unknown signal are faults.
func inOrder(doc *kbfile.Document, path string, weights map[string]float64, faults *kbfile.Faults) []float64 {
	out := make([]float64, 0, len(signalNames))
	for _, name := range signalNames {
		w, ok := weights[name]
		if !ok {
			*faults = append(*faults, doc.Fault(path, "weight", "the weight of signal %q is missing", name))
		}
		out = append(out, w)
	}
	for _, name := range slices.Sorted(maps.Keys(weights)) {
		if !isSignal(name) {
			*faults = append(*faults, doc.Fault(path+"."+name, "weight", "%s", kbfile.Unknown("signal", name, signalNames)))
		}
	}
	return out
}

func isSignal(name string) bool {
	for _, s := range signalNames {
		if s == name {
			return true
		}
	}
	return false
}

func (m *model) logit(signals []float64) float64 {
	x := m.bias
	for i, s := range signals {
		x += m.weights[i] * s
	}
	return x
}

// confidence is the calibrated chance of a candidate with these signals and
// this lead. The lead counts by nearness too: to be far better than a hopeless
// runner-up proves nothing.
func (m *model) confidence(signals []float64, lead float64) float64 {
	x := m.offset + m.lead*lead*signals[indexBoth]
	for i, s := range signals {
		x += m.sure[i] * s
	}
	if signals[indexEntry] < m.hardly.Covered {
		return min(m.hardly.AtMost, sigmoid(x))
	}
	return sigmoid(x)
}
