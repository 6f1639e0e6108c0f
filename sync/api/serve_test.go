package api_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"
)

// What was accepted before the end is finished: a request whose body is still on its way gets its answer.
func TestStoppingFinishesWhatItAccepted(t *testing.T) {
	s := open(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	server := s.server()
	go func() { done <- server.Serve(ctx, l, nil) }()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"id": "anh", "phone": "0912345678", "name": "Trần Thị Ánh"}`
	fmt.Fprintf(conn, "POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", adminToken, len(body))
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" { // it reads the body: it has begun
		t.Fatalf("%q %v", line, err)
	}
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	stop()
	for { // until nobody new is let in
		other, err := net.DialTimeout("tcp", l.Addr().String(), time.Second)
		if err != nil {
			break
		}
		other.Close()
	}
	fmt.Fprint(conn, body)
	answer, err := http.ReadResponse(in, nil)
	if err != nil || answer.StatusCode != http.StatusCreated {
		t.Fatalf("%v %v", answer, err)
	}
	answer.Body.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
	s.get("/v1/customers/anh").ok()
}

func TestAScheduledProgrammeIsGuardedToo(t *testing.T) {
	s := open(t)
	s.programme("")
	s.put("/v1/program", `{"effective_from": "2027-01-01T00:00:00+07:00", "rounding": "half_up"}`).ok().has("version", 2)
	now := s.get("/v1/program").ok().has("version", 1, "rounding", "drop")
	s.get("/v1/program?at=2027-06-01T00:00:00Z").ok().has("version", 2, "rounding", "half_up")
	s.ask("PUT", "/v1/program", `{"rounding": "half_up"}`, "If-Match", now.header.Get("ETag")).ok().has("version", 3)
}
