package review_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"candor/internal/review"
)

// roleEnv has the journal of a process that is to decide.
const roleEnv = "CANDOR_REVIEW_CHILD"

// TestMain lets a test start itself as another process that decides.
func TestMain(m *testing.M) {
	if path := os.Getenv(roleEnv); path != "" {
		if err := decideForever(path, os.Getenv(roleEnv+"_WHO")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// decideForever appends notes until its standard input ends, and tells of each
// one that was acknowledged.
func decideForever(path, who string) error {
	j, err := review.Open(path, record(5))
	if err != nil {
		return err
	}
	more := bufio.NewScanner(os.Stdin)
	for more.Scan() {
		d, err := j.Append(review.Decision{Ref: "S!B1", Action: review.Note, Who: who, When: stamp(0), Note: more.Text()})
		if err != nil {
			return err
		}
		line, err := json.Marshal(d)
		if err != nil {
			return err
		}
		fmt.Fprintln(os.Stdout, string(line))
	}
	return more.Err()
}
