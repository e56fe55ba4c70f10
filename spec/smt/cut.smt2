; A cut of an amount in two: a share of it, rounded down, and the rest (MONEY-20, L-16).

(declare-const a Int) ; the amount
(declare-const b Int) ; another amount
(declare-const p Int) ; the share, in basis points
(declare-const q Int) ; another share
(assert (and (is-amount a) (is-amount b) (is-share p) (is-share q)))

; L-01: the product fits, so that the multiplication does not saturate
(push 1)
(set-info :status unsat)
(assert (lemma-share a p))
(assert (not (<= (* a p) U128-MAX)))
(check-sat)
(pop 1)

; L-01: the part is at most the amount, so that the subtraction does not saturate
(push 1)
(set-info :status unsat)
(assert (lemma-share a p))
(assert (not (<= (part a p) a)))
(check-sat)
(pop 1)

; MONEY-01: both sides are amounts
(push 1)
(set-info :status unsat)
(assert (lemma-share a p))
(assert (not (and (is-amount (part a p)) (is-amount (rest a p)))))
(check-sat)
(pop 1)

; MONEY-20: both sides together are the amount
(push 1)
(set-info :status unsat)
(assert (not (= (+ (part a p) (rest a p)) a)))
(check-sat)
(pop 1)

; MONEY-20: the part is the exact share rounded down: at most the share, and less than a unit below
(push 1)
(set-info :status unsat)
(assert (not (and (<= (* 10000 (part a p)) (* a p)) (< (* a p) (* 10000 (+ 1 (part a p)))))))
(check-sat)
(pop 1)

; MONEY-20: the rest is the exact rest rounded up: at least it, and less than a unit above
(push 1)
(set-info :status unsat)
(assert (not (and (>= (* 10000 (rest a p)) (* a (complement p)))
                  (< (* 10000 (- (rest a p) 1)) (* a (complement p))))))
(check-sat)
(pop 1)

; L-16: a share of nothing is nothing, the whole share is everything
(push 1)
(set-info :status unsat)
(assert (not (and (= (part a 0) 0) (= (rest a 0) a) (= (part a 10000) a) (= (rest a 10000) 0))))
(check-sat)
(pop 1)

; L-16: a larger share gives no less of the part and no more of the rest
(push 1)
(set-info :status unsat)
(assert (<= p q))
(assert (lemma-product a (- q p)))
(assert (not (and (<= (part a p) (part a q)) (>= (rest a p) (rest a q)))))
(check-sat)
(pop 1)

; L-16: a larger amount gives neither side less
(push 1)
(set-info :status unsat)
(assert (<= a b))
(assert (lemma-share (- b a) p))
(assert (not (and (<= (part a p) (part b p)) (<= (rest a p) (rest b p)))))
(check-sat)
(pop 1)

; MONEY-20: the complement of a share is a share, and the complement of that is the share itself
(push 1)
(set-info :status unsat)
(assert (not (and (is-share (complement p)) (= (complement (complement p)) p))))
(check-sat)
(pop 1)

; Not so: with both sides rounded down a unit would stay behind (arbitova-dust)
(push 1)
(set-info :status sat)
(assert (= p 5000))
(assert (not (= (+ (part a p) (part a (complement p))) a)))
(check-sat)
(pop 1)

; Not so: the part is not always the exact share
(push 1)
(set-info :status sat)
(assert (= p 3333))
(assert (not (= (* 10000 (part a p)) (* a p))))
(check-sat)
(pop 1)

; Not so: a product of the largest amount does not fit 64 bits
(push 1)
(set-info :status sat)
(assert (= p 10000))
(assert (not (<= (* a p) U64-MAX)))
(check-sat)
(pop 1)
