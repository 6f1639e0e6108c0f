package main

import (
	"tim/sync/manage"
)

// managed is central as a manager at this till changes it: through the till's own link, in the name of whose PIN opened the desk.
func (l *link) managed() (*manage.Central, error) {
	return manage.New(manage.Config{URL: l.url, Transport: l.Managers(l.counter.Manages)})
}
