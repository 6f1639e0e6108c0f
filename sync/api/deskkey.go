package api

import (
	"strings"

	"golang.org/x/crypto/ssh"

	"tim/domain/fault"
)

// authorized are public keys without options and comments. Fault: ssh_key.format (value) on "ssh_keys".
func authorized(lines *[]string) ([]string, error) {
	if lines == nil {
		return nil, nil
	}
	keys := make([]string, len(*lines))
	for i, line := range *lines {
		key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(line))
		if err != nil || len(options) > 0 || len(rest) > 0 {
			return nil, fault.At("ssh_keys", "ssh_key.format", fault.Args{"value": line})
		}
		keys[i] = strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	}
	return keys, nil
}

func (c *call) deskKeys() error {
	keys, err := c.Office.DeskKeys(c.ctx())
	return answered(c, listOf(keys, ""), err)
}
