package web

import "net/http"

// pageRoutes registers the pages.
func (s *Server) pageRoutes(_ *routes) {}

// errorPage shows a problem as a page.
func (s *Server) errorPage(w http.ResponseWriter, _ *http.Request, p problem) {
	http.Error(w, p.Message+"\n"+p.Next, p.Status)
}
