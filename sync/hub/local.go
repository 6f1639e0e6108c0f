package hub

import (
	"bytes"
	"io"
	"net/http"
)

// Local is the way to a central in the till's own process: no port is opened, so that nobody else can reach it. It carries
// the same requests and answers as a connection would.
type Local struct{ Central http.Handler }

// RoundTrip implements http.RoundTripper. A request that is given up is no longer waited for.
func (l Local) RoundTrip(r *http.Request) (*http.Response, error) {
	asked := r.Clone(r.Context())
	asked.RemoteAddr = "127.0.0.1:0"
	answer := &localAnswer{header: http.Header{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.Central.ServeHTTP(answer, asked)
		_ = r.Body.Close() // as a transport must; there is nothing to lose by it
	}()
	select {
	case <-done:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	answer.WriteHeader(http.StatusOK)
	return &http.Response{StatusCode: answer.status, Status: http.StatusText(answer.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: answer.header, Body: io.NopCloser(&answer.body), ContentLength: int64(answer.body.Len()), Request: r}, nil
}

// localAnswer keeps an answer until it is whole.
type localAnswer struct {
	header http.Header
	status int // 0 before it is written
	body   bytes.Buffer
	most   int  // bytes of the body, 0: as many as there are
	over   bool // it would have been longer
}

// Header implements http.ResponseWriter.
func (a *localAnswer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter; the first counts.
func (a *localAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write implements http.ResponseWriter.
func (a *localAnswer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.most > 0 && a.body.Len()+len(b) > a.most {
		a.over = true
		return 0, bytes.ErrTooLarge
	}
	return a.body.Write(b)
}
