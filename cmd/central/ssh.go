package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/crypto/ssh"

	"tim/domain/office"
)

// Limits of what a stranger may cost.
const (
	sshConnections = 64               // at once
	sshHandshake   = 20 * time.Second // until somebody is known
	sshTries       = 6                // keys of one connection
	sshRecheck     = time.Minute      // whoever may come no more is out behind so long
	sshKeysMax     = 10 * time.Second // that central may take to say whose keys come in
	sshSideMax     = 1000             // cells of a window's side
	sshParting     = 5 * time.Second  // that a client may take to hang up behind its window's end
)

// sshServer shows a screen to whoever has one of the keys, and nothing else: there is no shell, no command, no file and no forwarding.
type sshServer struct {
	host   ssh.Signer
	log    *slog.Logger
	keys   func(ctx context.Context) ([]office.DeskKey, error)
	screen func(who office.DeskKey, env environ) tea.Model
}

// environ is what a client said of its terminal.
type environ map[string]string

// passed are the variables that a client may set.
var passed = map[string]bool{"TERM": true, "COLORTERM": true, "NO_COLOR": true, envLang: true}

func (e environ) list() []string {
	var all []string
	for name, value := range e {
		all = append(all, name+"="+value)
	}
	return all
}

var errKey = errors.New("this key opens no desk")

// serve answers until ctx ends; sessions end with it.
func (s sshServer) serve(ctx context.Context, l net.Listener) error {
	defer context.AfterFunc(ctx, func() { l.Close() })()
	var sessions sync.WaitGroup
	defer sessions.Wait()
	places := make(chan struct{}, sshConnections)
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		select {
		case places <- struct{}{}:
		default:
			conn.Close()
			continue
		}
		sessions.Go(func() {
			s.connection(ctx, conn)
			<-places
		})
	}
}

// What is known of whoever proved a key. A client may ask after several keys before it proves one, so only what goes with that one counts.
const (
	knownKey  = "key"
	knownID   = "id"
	knownName = "name"
	knownShop = "shop"
	knownRole = "manager"
)

// authority is who may come in.
func (s sshServer) authority(ctx context.Context) *ssh.ServerConfig {
	c := &ssh.ServerConfig{MaxAuthTries: sshTries, ServerVersion: "SSH-2.0-tim"}
	c.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		who, err := s.whose(ctx, bytes.TrimSpace(ssh.MarshalAuthorizedKey(key)))
		return &ssh.Permissions{Extensions: map[string]string{knownKey: who.Key, knownID: who.ID, knownName: who.Name, knownShop: who.Shop,
			knownRole: strconv.FormatBool(who.Manager)}}, err
	}
	c.AddHostKey(s.host)
	return c
}

func (s sshServer) whose(ctx context.Context, key []byte) (office.DeskKey, error) {
	ctx, cancel := context.WithTimeout(ctx, sshKeysMax)
	defer cancel()
	keys, err := s.keys(ctx)
	if err != nil {
		s.log.Error("central doesn't say whose keys open the desk", "error", err)
		return office.DeskKey{}, err
	}
	for _, k := range keys {
		if k.Key == string(key) {
			return k, nil
		}
	}
	return office.DeskKey{}, errKey
}

// connection is one client, from the handshake to its end.
func (s sshServer) connection(ctx context.Context, raw net.Conn) {
	defer raw.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { raw.Close() })()
	_ = raw.SetDeadline(time.Now().Add(sshHandshake))
	conn, channels, requests, err := ssh.NewServerConn(raw, s.authority(ctx))
	if err != nil {
		return
	}
	known := conn.Permissions.Extensions
	who := office.DeskKey{Key: known[knownKey], ID: known[knownID], Name: known[knownName], Shop: known[knownShop], Manager: known[knownRole] == "true"}
	_ = raw.SetDeadline(time.Time{})
	s.log.Info("desk opened", "staff", who.ID, "shop", who.Shop, "from", conn.RemoteAddr().String())
	go ssh.DiscardRequests(requests)
	go s.recheck(ctx, cancel, who)
	for offered := range channels {
		if offered.ChannelType() != "session" {
			_ = offered.Reject(ssh.Prohibited, "the desk only")
			continue
		}
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		(&sshSession{sshServer: s, who: who, channel: channel, env: environ{}}).run(ctx, requests)
		break // one window a connection
	}
	part(raw, channels)
}

// part lets the client hang up. Closing with keys of theirs unread would reset the line, and the exit status that is on its way would be lost with it.
func part(raw net.Conn, channels <-chan ssh.NewChannel) {
	_ = raw.SetDeadline(time.Now().Add(sshParting))
	for offered := range channels {
		_ = offered.Reject(ssh.Prohibited, "one window a connection")
	}
}

// recheck ends the connection of whoever is staff no more. While central is away nobody is put out: it shows nothing anyway.
func (s sshServer) recheck(ctx context.Context, end context.CancelFunc, who office.DeskKey) {
	every := time.NewTicker(sshRecheck)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		if _, err := s.whose(ctx, []byte(who.Key)); errors.Is(err, errKey) {
			end()
		}
	}
}

// sshSession is one window of one person.
type sshSession struct {
	sshServer
	who           office.DeskKey
	channel       ssh.Channel
	env           environ
	terminal      bool
	width, height int
	program       *tea.Program
	ended         chan struct{} // nil until the program runs
}

// What a client asks for, as RFC 4254 has it.
type (
	ptyRequest struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}
	windowChange struct{ Columns, Rows, Width, Height uint32 }
	variable     struct{ Name, Value string }
	exitStatus   struct{ Status uint32 }
)

// run answers a session's requests until it ends.
func (s *sshSession) run(ctx context.Context, requests <-chan *ssh.Request) {
	ctx, cancel := context.WithCancel(ctx)
	defer s.channel.Close()
	defer func() {
		cancel()
		if s.ended != nil {
			<-s.ended
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.ended:
			return
		case r, open := <-requests:
			if !open {
				return
			}
			ok := s.request(ctx, r)
			if r.WantReply {
				_ = r.Reply(ok, nil)
			}
		}
	}
}

func (s *sshSession) request(ctx context.Context, r *ssh.Request) bool {
	switch r.Type {
	case "pty-req":
		var p ptyRequest
		if ssh.Unmarshal(r.Payload, &p) != nil {
			return false
		}
		s.terminal, s.env["TERM"] = true, p.Term
		s.sized(p.Columns, p.Rows)
		return true
	case "window-change":
		var w windowChange
		if ssh.Unmarshal(r.Payload, &w) == nil {
			s.sized(w.Columns, w.Rows)
		}
		return true
	case "env":
		var v variable
		if ssh.Unmarshal(r.Payload, &v) != nil || !passed[v.Name] || v.Name == "TERM" {
			return false
		}
		s.env[v.Name] = v.Value
		return true
	case "shell":
		return s.start(ctx)
	}
	return false // no command, no subsystem, no agent
}

func (s *sshSession) sized(columns, rows uint32) {
	s.width, s.height = int(min(columns, sshSideMax)), int(min(rows, sshSideMax))
	if s.program != nil {
		go s.program.Send(tea.WindowSizeMsg{Width: s.width, Height: s.height})
	}
}

// start runs the desk, once.
func (s *sshSession) start(ctx context.Context) bool {
	if s.program != nil {
		return false
	}
	s.ended = make(chan struct{})
	if !s.terminal {
		fmt.Fprint(s.channel.Stderr(), "Bàn giám sát cần một cửa sổ dòng lệnh: ssh -t\nThe desk needs a terminal: ssh -t\n")
		s.leave(1)
		close(s.ended)
		return true
	}
	env := s.env.list()
	s.program = tea.NewProgram(s.screen(s.who, s.env), tea.WithContext(ctx), tea.WithInput(s.channel), tea.WithOutput(s.channel), tea.WithEnvironment(env),
		tea.WithColorProfile(colorprofile.Env(env)), tea.WithWindowSize(s.width, s.height), tea.WithoutSignalHandler())
	go func() {
		defer close(s.ended)
		if _, err := s.program.Run(); err != nil && ctx.Err() == nil {
			s.log.Error("the desk ended", "staff", s.who.ID, "error", err)
			s.leave(1)
			return
		}
		s.leave(0)
	}()
	return true
}

func (s *sshSession) leave(status uint32) {
	_, _ = s.channel.SendRequest("exit-status", false, ssh.Marshal(exitStatus{status}))
}
