package hub_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"tim/sync/hub"
)

// A central in the till's own process answers as one at the end of a wire does, and one that hangs keeps nobody waiting.
func TestACentralInTheSameProcessAnswersAsOneElsewhere(t *testing.T) {
	central := hub.Local{Central: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hang" {
			<-r.Context().Done()
			return
		}
		asked, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Who", r.RemoteAddr)
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "heard "+string(asked))
	})}
	client := http.Client{Transport: central}
	answer, err := client.Post("http://localhost/ask", "text/plain", strings.NewReader("this"))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusTeapot || string(body) != "heard this" || !strings.HasPrefix(answer.Header.Get("X-Who"), "127.0.0.1:") {
		t.Errorf("%d %q, %v", answer.StatusCode, body, answer.Header)
	}
	ctx, stop := context.WithCancel(t.Context())
	request, _ := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/hang", http.NoBody)
	stop()
	if _, err := client.Do(request); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that was given up: %v", err)
	}
}
