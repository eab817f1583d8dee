// Package journey walks through the review page in a real browser, as the people
// do who work there: from dropping a file to the finished one, with the keyboard
// alone, two at a time, through restarts.
//
// It holds tests only, behind the build tag browser: `make browser` runs them
// with Chromium from CANDOR_CHROMIUM or the PATH and the accessibility rules of
// axe-core from CANDOR_AXE. Its promise is that it knows nothing of the program
// but the command line, the pages and the files that come out.
package journey
