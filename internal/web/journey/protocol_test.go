//go:build browser

package journey

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// noScripts switches the scripts of pages off, as careful people do.
var noScripts = chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
	_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	if err != nil {
		return fmt.Errorf("switch scripts off: %w", err)
	}
	return nil
})

// colours sets the scheme that the person prefers: light or dark.
func colours(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		if err != nil {
			return fmt.Errorf("prefer %s: %w", scheme, err)
		}
		return nil
	})
}

// posted runs a script that leaves the page, and returns the status of what
// comes in its place.
func posted(script string) chromedp.Action[int64] {
	return func(ctx context.Context, t *chromedp.Target) (int64, error) {
		answers := chromedp.Events(ctx, network.ResponseReceived)
		if _, err := chromedp.Evaluate[chromedp.Void](script)(ctx, t); err != nil {
			return 0, err
		}
		for e, err := range answers {
			if err != nil {
				return 0, fmt.Errorf("wait for the answer: %w", err)
			}
			if e.Type == network.ResourceTypeDocument && e.Response.Status != 200 {
				return e.Response.Status, nil
			}
		}
		return 0, ctx.Err()
	}
}
