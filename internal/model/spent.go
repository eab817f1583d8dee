package model

// Spent is what a run used of an endpoint.
type Spent struct {
	// Requests are those that were answered or failed for good, FromCache those
	// that needed no network, Retries the further attempts.
	Requests, FromCache, Retries int
	// PromptTokens and CompletionTokens are as the endpoint counted them, or an
	// estimate where it does not count.
	PromptTokens, CompletionTokens int64
	// BudgetEnded is true if a request was not sent for lack of budget.
	BudgetEnded bool
	// Failed says why the endpoint is not usable, or was not at some time; ""
	// if all went well.
	Failed string
}

// Spent returns what was used so far.
func (c *Client) Spent() Spent { return Spent{} }
