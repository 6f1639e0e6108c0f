package wire

// ContentType is that of every body: canonical bytes, compressed with zstd.
const (
	ContentType = "application/vnd.tim.sync"
	Encoding    = "zstd"
)

// EnrolPath is where a till that has no number yet speaks first: Enrol, answered by Enrolled.
const EnrolPath = "/v1/enrol"

// A door is where one kind of message of an enrolled till goes.
type Door string

// The doors. An error of any is a Fault with the HTTP status of its kind.
const (
	SyncDoor    Door = "sync"    // Push, answered by Answer
	FeedDoor    Door = "feed"    // Pull, answered by Page; waits up to PollMax
	CopyDoor    Door = "copy"    // Copy, answered by Page
	JournalDoor Door = "journal" // Fetch, answered by Fetched
	JoinDoor    Door = "join"    // Bring, answered by Brought
	StaffDoor   Door = "staff"   // Staffing, answered by Staffed
	ManageDoor  Door = "manage"  // Managing, answered by Managed
	SignInDoor  Door = "sign-in" // SignIn, answered by SignedIn
)

// PollMax is how long central keeps a Pull waiting while nothing changes, in seconds.
const PollMax = 30

// Pattern is the door as net/http's ServeMux names it; the till is its path value "till".
func (d Door) Pattern() string { return "POST /v1/tills/{till}/" + string(d) }

// Path is the door of one till. A till's number is letters and digits: central gives out no other.
func (d Door) Path(till string) string { return "/v1/tills/" + till + "/" + string(d) }

// EnrolPattern is EnrolPath as net/http's ServeMux names it.
const EnrolPattern = "POST " + EnrolPath

// Patterns are all that central answers tills at, as net/http's ServeMux names them.
func Patterns() []string {
	return []string{EnrolPattern, SyncDoor.Pattern(), FeedDoor.Pattern(), CopyDoor.Pattern(), JournalDoor.Pattern(), JoinDoor.Pattern(), StaffDoor.Pattern(), ManageDoor.Pattern(),
		SignInDoor.Pattern()}
}
