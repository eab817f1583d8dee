package match

import (
	"fmt"
	"io/fs"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/textnorm"
)

const topicsFile = "lexicon/topics.yaml"

type topicsYAML struct {
	Topics []topic `yaml:"topics" kb:"required"`
}

type topic struct {
	ID       string   `yaml:"id" kb:"required"`
	Title    string   `yaml:"title" kb:"required"`
	Keywords []string `yaml:"keywords" kb:"required"`
	Controls []string `yaml:"controls" kb:"required"`
}

// topics guesses what a question is about by the words of topics.yaml.
type topics struct {
	list []topic
	// needles are the keywords as they stand in padded text.
	needles [][]string
	// share is 1 for a keyword of one topic, less for one that several share.
	share map[string]float64
}

func loadTopics(fsys fs.FS) (topics, error) {
	var y topicsYAML
	if _, err := kbfile.Read(fsys, topicsFile, &y); err != nil {
		return topics{}, fmt.Errorf("read topics: %w", err)
	}
	t := topics{list: y.Topics, share: map[string]float64{}}
	for _, tp := range y.Topics {
		for i, k := range tp.Keywords {
			tp.Keywords[i] = textnorm.Fold(k)
			t.share[tp.Keywords[i]]++
		}
	}
	for _, tp := range y.Topics {
		needles := make([]string, 0, len(tp.Keywords))
		for _, k := range tp.Keywords {
			needles = append(needles, " "+strings.Join(textnorm.Words(k), " "))
		}
		t.needles = append(t.needles, needles)
	}
	for k, n := range t.share {
		t.share[k] = 1 / n
	}
	return t, nil
}

// Weights of the places where a keyword is found: the words of the question
// decide before its section, and a section's control before none.
const (
	topicFromText    = 1.0
	topicFromSection = 0.7
	topicFromControl = 0.5
)

// scores returns how much speaks for each topic.
func (t topics) scores(q *Question) map[string]float64 {
	text := " " + strings.Join(textnorm.Words(textnorm.Fold(q.Text)), " ")
	section := " " + strings.Join(textnorm.Words(textnorm.Fold(strings.Join(q.Section, " "))), " ")
	scores := map[string]float64{}
	for i, tp := range t.list {
		for j, k := range tp.Keywords {
			// Longer phrases are the surer signs.
			weight := t.share[k] * (1 + 0.5*float64(strings.Count(k, " ")))
			needle := t.needles[i][j]
			if strings.Contains(text, needle) {
				scores[tp.ID] += topicFromText * weight
			}
			if strings.Contains(section, needle) {
				scores[tp.ID] += topicFromSection * weight
			}
		}
		for _, c := range tp.Controls {
			for _, have := range q.Controls {
				if c == have {
					scores[tp.ID] += topicFromControl
				}
			}
		}
	}
	return scores
}

// best returns the topic with the highest score, the earlier in the file on a
// tie, "" if nothing speaks for any.
func (t topics) best(scores map[string]float64) string {
	best := ""
	for _, tp := range t.list {
		if scores[tp.ID] > 0 && (best == "" || scores[tp.ID] > scores[best]) {
			best = tp.ID
		}
	}
	return best
}
