package match

import (
	"fmt"
	"io/fs"

	"candor/internal/kbfile"
)

// modelFile holds weights and thresholds with the reason that set them.
const modelFile = "match.yaml"

// model is the logistic that turns signals into a confidence.
type model struct {
	bias    float64
	weights []float64 // in the order of signalNames
	// Margin over the runner-up and nearness in wording move the calibrated logit.
	marginScale, slope, marginWeight, near, offset float64
	thresholds                                     Thresholds
}

type modelYAML struct {
	Schema     int                `yaml:"schema" kb:"required"`
	Why        string             `yaml:"why" kb:"required"`
	Bias       float64            `yaml:"bias" kb:"required"`
	Weights    map[string]float64 `yaml:"weights" kb:"required"`
	Margin     marginYAML         `yaml:"margin" kb:"required"`
	Thresholds Thresholds         `yaml:"thresholds" kb:"required"`
}

type marginYAML struct {
	Scale  float64 `yaml:"scale" kb:"required"`
	Slope  float64 `yaml:"slope" kb:"required"`
	Weight float64 `yaml:"weight" kb:"required"`
	Near   float64 `yaml:"near" kb:"required"`
	Offset float64 `yaml:"offset" kb:"required"`
}

func loadModel(fsys fs.FS) (model, error) {
	var y modelYAML
	doc, err := kbfile.Read(fsys, modelFile, &y)
	if err != nil {
		return model{}, fmt.Errorf("read match weights: %w", err)
	}
	var faults kbfile.Faults
	m := model{
		bias: y.Bias, thresholds: y.Thresholds,
		marginScale: y.Margin.Scale, slope: y.Margin.Slope, marginWeight: y.Margin.Weight, near: y.Margin.Near, offset: y.Margin.Offset,
	}
	for _, name := range signalNames {
		w, ok := y.Weights[name]
		if !ok {
			faults = append(faults, doc.Fault("weights", "weight", "the weight of signal %q is missing", name))
		}
		m.weights = append(m.weights, w)
	}
	for name := range y.Weights {
		if !isSignal(name) {
			faults = append(faults, doc.Fault("weights."+name, "weight", "%s", kbfile.Unknown("signal", name, signalNames)))
		}
	}
	if m.marginScale <= 0 {
		faults = append(faults, doc.Fault("margin.scale", "weight", "the scale of the margin must be above 0"))
	}
	if err := faults.Err(); err != nil {
		return model{}, fmt.Errorf("read match weights: %w", err)
	}
	return m, nil
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

// calibrate moves a logit by its margin and by how near the wordings are, so
// that the confidence is the share of right answers among answers shown with
// it. Nearness counts by its square: half the words in common is little, all
// of them is nearly everything. The margin counts by nearness too: to be far
// better than a hopeless runner-up proves nothing.
func (m *model) calibrate(logit, margin, both float64) float64 {
	return m.offset + m.slope*logit + m.marginWeight*margin*both + m.near*both*both
}
