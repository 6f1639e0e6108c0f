package postgres

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

// Who comes during a look waits for one that begins behind their call, and all who wait for that share it.
func TestWhoComesDuringALookWaitsForTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, goOn := make(chan int), make(chan error)
		made := 0
		l := looks{look: func() error {
			made++
			began <- made
			return <-goOn
		}}
		asked := func() chan error {
			done := make(chan error, 1)
			go func() { done <- l.share(context.Background()) }()
			synctest.Wait()
			return done
		}
		first := asked()
		<-began
		second, third := asked(), asked()
		goOn <- nil
		<-began
		synctest.Wait()
		if len(first) != 1 || len(second)+len(third) != 0 {
			t.Fatalf("behind the first look %d, %d and %d are answered", len(first), len(second), len(third))
		}
		gone := errors.New("gone")
		goOn <- gone
		if err := errors.Join(<-first); err != nil {
			t.Error(err)
		}
		for _, done := range []chan error{second, third} {
			if err := <-done; err != gone {
				t.Errorf("they are told %v", err)
			}
		}
		synctest.Wait()
		if made != 2 || l.busy || l.next != nil {
			t.Errorf("%d looks for three readers, and %t, %v", made, l.busy, l.next)
		}
	})
}

// Whoever gives up leaves the others' look alone.
func TestALookIsNotCalledOff(t *testing.T) {
	begun, goOn := make(chan struct{}, 2), make(chan struct{})
	l := looks{look: func() error {
		begun <- struct{}{}
		<-goOn
		return nil
	}}
	leaving, leave := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := l.share(leaving); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
	<-begun
	leave()
	wait.Wait()
	close(goOn)
	if err := l.share(context.Background()); err != nil {
		t.Error(err)
	}
}
