package setup

// Stage is how far the making of a shop is.
type Stage struct {
	Step Step
	Done int64 // of what a step counts, 0: it counts nothing
}

// Step is one thing that is done while a shop is made.
type Step uint8

// The steps, in their order.
const (
	MakeFiles Step = iota // keys and empty files
	MakeShop              // the shop, its programme, staff and products
	MakeTill              // the till's place
	MakeCopy              // what the till sells from; Done counts what has come
	MakePlace             // all of it goes to where it stays
)
