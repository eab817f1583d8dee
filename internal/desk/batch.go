package desk

// batchFolder is the output folder of a batch whose results are shown.
type batchFolder struct {
	cfg   Config
	items map[string]*item
}

func newBatchFolder(cfg Config) *batchFolder {
	return &batchFolder{cfg: cfg, items: map[string]*item{}}
}

func (b *batchFolder) has(id string) bool { return b.find(id) != nil }

func (b *batchFolder) find(id string) *item { return b.items[id] }

func (b *batchFolder) all() []*item { return nil }
