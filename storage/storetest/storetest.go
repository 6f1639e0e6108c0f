// Package storetest is the contract that every store passes: a till's (Run: the ledger, and the reads of members,
// products and settings) and central's (RunOffice). After each test the whole store is checked, through the harness.
//
// Caveats. It tests what the ports of domain/counter and domain/office promise, not how fast; faults of a disk are each store's own
// to test.
package storetest

import (
	"testing"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/shift"
)

// Store is what a till reads and writes.
type Store interface {
	counter.Ledger
	counter.Spool
	counter.Products
	counter.Members
	counter.Settings
}

// Filler takes what comes from central into a store.
type Filler interface {
	Product(catalog.Product)
	Member(catalog.Member)
	Posting(loyalty.Posting)
	Voucher(loyalty.Voucher)
	Program(loyalty.Program)
	Reward(loyalty.Reward)
	Staff(shift.Staff)
	Shop(counter.Shop)
}

// Harness opens and checks one kind of store. Dir names where a store keeps its data; opening it again after a
// close shows the same data.
type Harness struct {
	Open  func(t testing.TB, dir string) Store
	Close func(t testing.TB, s Store)
	Fill  func(t testing.TB, s Store, load func(Filler))
	// Check reads the closed store in dir whole: its structure, its journal's chain and signatures (by Key), and
	// its views against the journal.
	Check func(t testing.TB, dir string)
}

// Run runs the whole contract.
func Run(t *testing.T, h Harness) {
	for name, test := range map[string]func(*testing.T, *subject){
		"Start":               testStart,
		"Reopened":            testReopened,
		"StaleHead":           testStaleHead,
		"SameBatchTwice":      testSameBatchTwice,
		"NothingOfAFailed":    testNothingOfAFailed,
		"CancelledContext":    testCancelled,
		"Carts":               testCarts,
		"Shifts":              testShifts,
		"CartWithoutEvents":   testCartWithoutEvents,
		"Orders":              testOrders,
		"Latest":              testLatest,
		"OrderRefiled":        testRefiled,
		"PostingsByMember":    testPostings,
		"VoucherPostings":     testVoucherPostings,
		"VoucherRedeemedHere": testVoucherRedeemedHere,
		"VouchersOfAMember":   testVouchersOfAMember,
		"VoucherOfCentral":    testVoucherOfCentral,
		"VouchersOfAFailed":   testVouchersOfAFailed,
		"CountsOfVouchers":    testCountsOfVouchers,
		"Tries":               testTries,
		"Jobs":                testJobs,
		"Transfers":           testTransfers,
		"Shares":              testShares,
		"SharesOfAFailed":     testSharesOfAFailed,
		"Chain":               testChain,
		"Events":              testEvents,
		"ByReceipt":           testByReceipt,
		"ByEveryReceipt":      testByEveryReceipt,
		"PaidBetween":         testPaidBetween,
		"PaidOnce":            testPaidOnce,
		"Rewards":             testRewards,
		"Unknown":             testUnknown,
		"MembersFound":        testMembersFound,
		"MembersByInitials":   testMembersByInitials,
		"RegularsFirst":       testRegularsFirst,
		"BestSellersFirst":    testBestSellersFirst,
		"MembersByName":       testMembersByName,
		"MembersByTail":       testMembersByTail,
		"Accounted":           testAccounted,
		"MemberCreatedHere":   testMemberCreatedHere,
		"MemberChangedHere":   testMemberChangedHere,
		"MemberReplaced":      testMemberReplaced,
		"NewerWordOfCentral":  testNewerWordOfCentral,
		"ManyMembers":         testManyMembers,
		"Products":            testProducts,
		"ProductsFound":       testProductsFound,
		"ProductReplaced":     testProductReplaced,
		"Settings":            testSettings,
		"NothingLeaksBetween": testNoSharing,
	} {
		t.Run(name, func(t *testing.T) { test(t, newSubject(t, h)) })
	}
}

// subject is one store under test, checked whole when the test ends.
type subject struct {
	Harness
	Store
	dir string
}

func newSubject(t *testing.T, h Harness) *subject {
	s := &subject{Harness: h, dir: t.TempDir()}
	s.Store = h.Open(t, s.dir)
	t.Cleanup(func() {
		h.Close(t, s.Store)
		h.Check(t, s.dir)
	})
	return s
}

// reopen closes the store and opens it again.
func (s *subject) reopen(t *testing.T) {
	t.Helper()
	s.Close(t, s.Store)
	s.Store = s.Open(t, s.dir)
}

func (s *subject) fill(t *testing.T, load func(Filler)) {
	t.Helper()
	s.Fill(t, s.Store, load)
}
