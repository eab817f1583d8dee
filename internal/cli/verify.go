package cli

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

func newVerifyCmd(a *app) *cobra.Command {
	var record string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify <original> <filled>",
		Short: "Prove that only answer cells differ between two files",
		Long: `Verify reads both files anew and compares them part by part. With --run it holds
the differences against the answers in the run record, and any other difference
is a fault. Without it, it lists the cells that changed, and anything but a
changed cell is a fault.`,
		Example: `  candor verify acme.xlsx acme.answered.xlsx --run acme.answered.run.json`,
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runVerify(cmd.Context(), a, args[0], args[1], record, asJSON)
		},
	}
	cmd.Flags().StringVar(&record, "run", "", "run `record` that the filled file came with")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the proof as JSON")
	return cmd
}

// verdict is what verify found.
type verdict struct {
	workbook.Proof
	Changes []workbook.CellChange `json:"changes,omitempty"`
}

func runVerify(ctx context.Context, a *app, original, filled, record string, asJSON bool) error {
	v, err := prove(ctx, original, filled, record)
	if err != nil {
		return err
	}
	if asJSON {
		if err := printJSON(a.Out, v); err != nil {
			return err
		}
	} else {
		printProof(a, v)
	}
	if !v.OK {
		return silentError{}
	}
	return nil
}

func prove(ctx context.Context, original, filled, record string) (verdict, error) {
	if record == "" {
		changes, proof, err := workbook.Diff(ctx, original, filled)
		if err != nil {
			return verdict{}, err
		}
		return verdict{proof, changes}, nil
	}
	rec, err := runlog.Load(record)
	if err != nil {
		return verdict{}, err
	}
	proof, err := workbook.Verify(ctx, original, filled, writtenEdits(rec))
	if err != nil {
		return verdict{}, err
	}
	return verdict{Proof: proof}, nil
}

// writtenEdits are the cells that a run says it wrote; a shared cell once.
func writtenEdits(rec *runlog.Record) []questionnaire.Edit {
	var edits []questionnaire.Edit
	for _, q := range rec.Rows {
		for cell, value := range q.Written {
			e := questionnaire.Edit{Sheet: q.Sheet, Cell: cell, Value: value}
			if !slices.Contains(edits, e) {
				edits = append(edits, e)
			}
		}
	}
	return edits
}

func printProof(a *app, v verdict) {
	for _, c := range v.Changes {
		ref := c.Cell
		if c.Sheet != "" {
			ref = c.Sheet + "!" + c.Cell
		}
		fmt.Fprintf(a.Out, "%s\t%q -> %q\n", ref, c.Before, c.After)
	}
	for _, f := range v.Faults {
		fmt.Fprintf(a.Out, "fault: %s\n", f)
	}
	if v.OK {
		proof := runlog.Verification{Parts: v.Parts, PartsChanged: v.PartsChanged}
		fmt.Fprintf(a.Out, "ok: %s changed; %s\n", counted(v.CellsChanged, "cell", "cells"), proof.Rest())
		return
	}
	fmt.Fprintf(a.Out, "not ok: %s\n", counted(len(v.Faults), "fault", "faults"))
}
