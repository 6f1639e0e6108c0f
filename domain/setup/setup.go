// Package setup is what a first start has to know: of a till that stands alone, of one that joins a chain, and of the central that a
// chain begins with. A wizard and a file fill the same Answers; every answer has a default, so that none has to be given.
//
// Caveats. A file of answers may hold PINs as they are typed: keep it as a key is kept, or leave the PINs out, and they are made.
package setup

import (
	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Answers is everything that a first start asks. Their JSON names are the keys of the file, too.
type Answers struct {
	Language string          `json:"language"` // vi | en
	Central  Central         `json:"central"`
	ShopID   string          `json:"shop_id"` // of the first shop
	Shop     counter.Shop    `json:"shop"`
	Program  loyalty.Program `json:"program"`
	Staff    []Person        `json:"staff"`
	Products Products        `json:"products"`
	Printer  Printer         `json:"printer"`
}

// Central is the chain that a till joins. With a URL nothing else but Language and Printer is asked: the chain says it.
type Central struct {
	URL  string `json:"url"`  // "": the till stands alone
	Code string `json:"code"` // one-time code of the enrolment
	CA   string `json:"ca"`   // file of a private authority, "" for the system's
}

// Person is somebody who may sign in.
type Person struct {
	ID   string `json:"id"` // "": found from the name
	Name string `json:"name"`
	Role string `json:"role"` // cashier | supervisor | manager
	PIN  string `json:"pin"`  // "": made
}

// Roles of staff, as the file and API.md write them.
const (
	Cashier    = "cashier"
	Supervisor = "supervisor"
	Manager    = "manager"
)

// roles are the roles by their words.
var roles = map[string]shift.Role{Cashier: shift.Cashier, Supervisor: shift.Supervisor, Manager: shift.Manager}

// Products is what the shop begins to sell.
type Products struct {
	From string            `json:"from"` // none | samples | file | list
	File string            `json:"file"` // CSV as central exports it; relative to the file of answers
	List []catalog.Product `json:"list"`
}

// Where products come from.
const (
	NoProducts  = "none"
	FromSamples = "samples" // invented goods to try with
	FromFile    = "file"
	FromList    = "list"
)

// Printer is how paper is printed.
type Printer struct {
	To    string `json:"to"`    // /dev/usb/lp0, tcp://192.168.1.20:9100; "": none, receipts are kept as files
	Paper int    `json:"paper"` // width of the roll, 58 or 80 mm
	// Drawer is the pin of the cash drawer at the printer, "2" or "5"; "none".
	Drawer string `json:"drawer"`
}

// Kind is whose first start it is.
type Kind uint8

// The kinds.
const (
	Till  Kind = iota // a shop's till, alone or of a chain
	Chain             // a chain's central
)

// Default is what a first start answers where nobody says otherwise, in the words of a language: a shop that sells.
func Default(k Kind, english bool) Answers {
	a := Answers{
		Language: "vi", ShopID: "shop",
		Shop:     counter.Shop{Name: "Cửa hàng của tôi", Channel: sale.Store, Currency: "VND", DiscountFree: 10},
		Program:  loyalty.Default(),
		Staff:    []Person{{"quanly", "Quản lý", Manager, ""}, {"thungan", "Thu ngân", Cashier, ""}},
		Products: Products{From: FromSamples, List: []catalog.Product{}},
		Printer:  Printer{Paper: 80, Drawer: "2"},
	}
	if english {
		a.Language, a.Shop.Name = "en", "My shop"
		a.Staff = []Person{{"manager", "Manager", Manager, ""}, {"cashier", "Cashier", Cashier, ""}}
	}
	if k == Chain {
		a.ShopID, a.Products.From = "q1", NoProducts
	}
	return a
}

// Alone says that the shop isn't a chain's: all of it is asked here.
func (a Answers) Alone() bool { return a.Central.URL == "" }
