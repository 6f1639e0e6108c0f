package hub_test

import (
	"os"
	"testing"

	"tim/storage/storetest/enginetest"
)

func TestMain(m *testing.M) { os.Exit(enginetest.Main(m)) }
