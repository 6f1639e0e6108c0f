package api

import (
	"net/http"

	"tim/domain/loyalty"
	"tim/domain/office"
)

func (s *Server) rewardEndpoints() []endpoint {
	const tag = "Rewards"
	absent := []int{http.StatusNotFound}
	return []endpoint{
		{method: "PUT", path: "/v1/rewards/{id}", id: "put-reward", manager: true, summary: "set a reward; vouchers that are out stay as they were", tag: tag,
			in: loyalty.Reward{}, out: loyalty.Reward{}, status: http.StatusOK, serve: (*call).putReward},
		{method: "GET", path: "/v1/rewards/{id}", id: "get-reward", manager: true, summary: "one reward", tag: tag,
			out: loyalty.Reward{}, status: http.StatusOK, refusals: absent, serve: (*call).getReward},
		{method: "GET", path: "/v1/rewards", id: "list-rewards", manager: true, summary: "rewards by id, retired ones too", tag: tag, query: paging,
			out: list[loyalty.Reward]{}, status: http.StatusOK, serve: (*call).listRewards},
		{method: "GET", path: "/v1/rewards/performance", id: "list-reward-performance", manager: true,
			summary: "what became of each reward's vouchers in a time, and what it cost in points and in money; the first without a reward: points turned into money", tag: tag,
			query: []param{{"from", "RFC 3339 instant; default ever"}, {"to", "before this instant; default now"}},
			out:   list[office.Performance]{}, status: http.StatusOK, serve: (*call).listPerformance},
		{method: "DELETE", path: "/v1/rewards/{id}", id: "retire-reward", manager: true, summary: "nobody can redeem it any more", tag: tag,
			out: loyalty.Reward{}, status: http.StatusOK, refusals: absent, serve: (*call).retireReward},
		{method: "GET", path: "/v1/vouchers/{code}", id: "get-voucher", manager: true, summary: "one voucher", tag: tag,
			out: office.VoucherView{}, status: http.StatusOK, refusals: absent, serve: (*call).getVoucher},
		{method: "POST", path: "/v1/vouchers/{code}/hand-back", id: "hand-back-voucher", manager: true, summary: "an unused voucher back into its points", tag: tag,
			keyed: true, out: office.Redeemed{}, status: http.StatusOK, refusals: []int{http.StatusNotFound, http.StatusUnprocessableEntity}, serve: (*call).handBack},
	}
}

func (c *call) putReward() error {
	body, err := c.body()
	if err != nil {
		return err
	}
	doc, err := loyalty.ParseReward(c.path("id"), body)
	if err != nil {
		return err
	}
	return c.reward(c.Office.PutReward(c.ctx(), doc))
}

func (c *call) getReward() error { return c.reward(c.Office.Reward(c.ctx(), c.path("id"))) }

func (c *call) retireReward() error { return c.reward(c.Office.RetireReward(c.ctx(), c.path("id"))) }

func (c *call) reward(r loyalty.Reward, err error) error {
	if err != nil {
		return err
	}
	return c.answerLocal(r)
}

func (c *call) listRewards() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	rewards, next, err := c.Office.Rewards(c.ctx(), p)
	if err != nil {
		return err
	}
	return c.answerLocal(listOf(rewards, next))
}

func (c *call) getVoucher() error {
	v, err := c.Office.Voucher(c.ctx(), c.path("code"))
	if err != nil {
		return err
	}
	return c.answer(v)
}

func (c *call) handBack() error {
	body, err := c.body()
	if err != nil {
		return err
	}
	c.setOnce(body, nil)
	v, err := c.Office.HandBack(c.ctx(), c.path("code"))
	if err != nil {
		return err
	}
	return c.answer(v)
}

func (c *call) listPerformance() error {
	from, err := c.instant("from")
	if err != nil {
		return err
	}
	to, err := c.instant("to")
	if err != nil {
		return err
	}
	all, err := c.Office.Performances(c.ctx(), from, to)
	return answered(c, listOf(all, ""), err)
}
