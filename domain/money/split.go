package money

import (
	"math"
	"math/big"
	"slices"
)

// Split divides total over the weights by largest remainder, ties to the earlier part (E11). The parts always
// sum to the total. Weights are not negative; when all are 0 the first part takes everything, and with no
// weights there are no parts. total may be negative: it is split like its absolute value.
func Split(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	if len(weights) == 0 || total == 0 {
		return parts
	}
	if total == math.MinInt64 {
		panic("money: a total that has no absolute value")
	}
	if total < 0 {
		for i, p := range Split(-total, weights) {
			parts[i] = -p
		}
		return parts
	}
	sum := sumWeights(weights)
	if sum.Sign() == 0 {
		parts[0] = total
		return parts
	}
	rest := make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		product := new(big.Int).Mul(big.NewInt(total), big.NewInt(w))
		q, r := product.QuoRem(product, sum, new(big.Int))
		parts[i], rest[i], order[i] = q.Int64(), r, i
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

// sumWeights may be more than an int64 holds.
func sumWeights(weights []int64) *big.Int {
	sum := new(big.Int)
	for _, w := range weights {
		if w < 0 {
			panic("money: negative weight")
		}
		sum.Add(sum, big.NewInt(w))
	}
	return sum
}

// SplitVND is Split for amounts.
func SplitVND(total VND, weights []VND) []VND {
	raw := make([]int64, len(weights))
	for i, w := range weights {
		raw[i] = int64(w)
	}
	parts := Split(int64(total), raw)
	out := make([]VND, len(parts))
	for i, p := range parts {
		out[i] = VND(p)
	}
	return out
}
