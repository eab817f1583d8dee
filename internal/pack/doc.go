// Package pack turns plain values into bytes and back, fast: what caches are
// written with.
//
// It is no format for keeping or exchanging data: bytes fit only the types of
// the very program that wrote them, and whoever keeps them must see to that.
// The promise: what Marshal wrote, Unmarshal reads back equal, except that
// empty slices and maps come back nil; bytes that are cut short or spoilt give
// an error or other values, never a panic and never memory beyond their size.
package pack
