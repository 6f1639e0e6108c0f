package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A request whose document has come may wait longer for its answer than the document might have taken: while the database is gone, or
// another central imports. One whose document doesn't come is ended.
func TestADeadlineIsOfWhatIsSent(t *testing.T) {
	const sending = 100 * time.Millisecond
	ended := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limitTime(w, r, sending)
		if _, err := io.ReadAll(r.Body); err != nil {
			ended <- err
			return
		}
		select {
		case <-r.Context().Done():
			w.WriteHeader(http.StatusInternalServerError)
		case <-time.After(3 * sending):
		}
	}))
	defer server.Close()
	for _, body := range []string{"", "{}"} {
		answer, err := http.Post(server.URL, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != http.StatusOK {
			t.Errorf("body %q: the request was ended while it waited", body)
		}
	}
	never, stop := io.Pipe()
	defer stop.Close()
	go func() {
		if answer, err := http.Post(server.URL, "application/json", never); err == nil {
			answer.Body.Close()
		}
	}()
	if err := <-ended; err == nil {
		t.Error("a document that doesn't come is waited for")
	}
}
