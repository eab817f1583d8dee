package model

import (
	"fmt"
	"sync"
)

// Spent is what a run used of an endpoint.
type Spent struct {
	// Requests counts questions sent, however often each; FromCache those that
	// needed no network; Retries the further attempts.
	Requests  int `json:"requests"`
	FromCache int `json:"from_cache"`
	Retries   int `json:"retries"`
	// PromptTokens and CompletionTokens are as the endpoint counted them, or an
	// estimate where it does not count.
	PromptTokens     int64 `json:"prompt_tokens"`
	CompletionTokens int64 `json:"completion_tokens"`
	// BudgetEnded is true if a request was not sent for lack of budget.
	BudgetEnded bool `json:"budget_ended"`
	// Failed says what last made the endpoint fail a request, "" for nothing.
	Failed string `json:"failed,omitempty"`
}

// meter counts, and says when enough is enough.
type meter struct {
	maxAttempts int
	maxTokens   int64

	mu       sync.Mutex
	spent    Spent
	attempts int
	// reserved is what the requests under way may use.
	reserved int64
}

// reserve sets tokens aside for a request, so that requests side by side do not
// use up the same rest of the budget.
func (m *meter) reserve(tokens int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.spent.PromptTokens+m.spent.CompletionTokens+m.reserved+tokens > m.maxTokens {
		m.spent.BudgetEnded = true
		return fmt.Errorf("%w: %d tokens", ErrBudget, m.maxTokens)
	}
	m.reserved += tokens
	return nil
}

// settle puts what was used in the place of what was reserved.
func (m *meter) settle(reserved, prompt, completion int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reserved -= reserved
	m.spent.PromptTokens += prompt
	m.spent.CompletionTokens += completion
}

// attempt counts one attempt before it is made.
func (m *meter) attempt(isRetry bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.attempts >= m.maxAttempts {
		m.spent.BudgetEnded = true
		return fmt.Errorf("%w: %d requests", ErrBudget, m.maxAttempts)
	}
	m.attempts++
	if isRetry {
		m.spent.Retries++
	}
	return nil
}

func (m *meter) count(change func(*Spent)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.spent)
}

// Spent returns what was used so far. Requests and Retries add up to the
// attempts that count against MaxRequests.
func (c *Client) Spent() Spent {
	c.meter.mu.Lock()
	defer c.meter.mu.Unlock()
	s := c.meter.spent
	s.Requests = c.meter.attempts - s.Retries
	return s
}
