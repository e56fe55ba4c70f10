; Whether it pays to cut one escrow into two with the same terms, or to join two (MONEY-25).
;
; Who decides on that is the buyer, and he never gains by it: each cut costs him nothing or one
; unit, the operator may get one unit less or one more, and the agent gains up to two. Nobody's
; loss is larger for it. n escrows are n - 1 cuts, so these bounds hold n - 1 times.

(declare-const a Int)
(declare-const b Int)
(declare-const share Int) ; the buyer's
(declare-const fee Int)
(assert (and (is-amount a) (is-amount b) (is-amount (+ a b)) (is-share share) (is-share fee)))

; The lemmas that the goals below use: of the amounts, of what is earned of each, and of a
; unit more.
(define-fun lemmas () Bool
  (and (lemma-joined a b share) (lemma-joined (earned a share) (earned b share) fee)
       (lemma-larger-amount (earned (+ a b) share) (+ (earned a share) (earned b share)) fee)))

; MONEY-25: cutting never gains the buyer, and costs him at most one unit
(push 1)
(set-info :status unsat)
(declare-const whole Int)
(declare-const apart Int)
(assert (= whole (to-buyer (+ a b) share)))
(assert (= apart (+ (to-buyer a share) (to-buyer b share))))
(assert (not (and (<= apart whole) (<= whole (+ apart 1)))))
(check-sat)
(pop 1)

; MONEY-25: what the agent gains before the fee is what the buyer loses: nothing or one unit
(push 1)
(set-info :status unsat)
(declare-const whole Int)
(declare-const apart Int)
(assert (= whole (earned (+ a b) share)))
(assert (= apart (+ (earned a share) (earned b share))))
(assert (not (and (<= whole apart) (<= apart (+ whole 1)))))
(check-sat)
(pop 1)

; MONEY-25: the operator gains or loses at most one unit
(push 1)
(set-info :status unsat)
(declare-const whole Int)
(declare-const apart Int)
(assert (= whole (to-operator (+ a b) share fee)))
(assert (= apart (+ (to-operator a share fee) (to-operator b share fee))))
(assert lemmas)
(assert (not (and (<= (- whole 1) apart) (<= apart (+ whole 1)))))
(check-sat)
(pop 1)

; MONEY-25: where the buyer loses nothing, the operator does not gain
(push 1)
(set-info :status unsat)
(assert (= (to-buyer (+ a b) share) (+ (to-buyer a share) (to-buyer b share))))
(assert lemmas)
(assert (not (<= (+ (to-operator a share fee) (to-operator b share fee))
                 (to-operator (+ a b) share fee))))
(check-sat)
(pop 1)

; MONEY-25: cutting never costs the agent anything, and gains it at most two units
(push 1)
(set-info :status unsat)
(declare-const whole Int)
(declare-const apart Int)
(assert (= whole (to-agent (+ a b) share fee)))
(assert (= apart (+ (to-agent a share fee) (to-agent b share fee))))
(assert lemmas)
(assert (not (and (<= whole apart) (<= apart (+ whole 2)))))
(check-sat)
(pop 1)

; MONEY-25: without a fee the agent gains at most one unit
(push 1)
(set-info :status unsat)
(assert lemmas)
(assert (not (<= (+ (to-agent a share 0) (to-agent b share 0)) (+ (to-agent (+ a b) share 0) 1))))
(check-sat)
(pop 1)

; Not so: cutting is not free of charge for the buyer
(push 1)
(set-info :status sat)
(assert (and (= a 1) (= share 5000)))
(assert (not (= (to-buyer (+ a b) share) (+ (to-buyer a share) (to-buyer b share)))))
(check-sat)
(pop 1)

; Not so: the agent gains two units of 6 held at half each with a fee of a third, cut into 3 and 3
(push 1)
(set-info :status sat)
(assert (and (= a 3) (= b 3) (= share 5000) (= fee 3334)))
(assert (not (<= (+ (to-agent a share fee) (to-agent b share fee))
                 (+ (to-agent (+ a b) share fee) 1))))
(check-sat)
(pop 1)

; Not so: the operator gains a unit of 2 held at half each with a fee of everything
(push 1)
(set-info :status sat)
(assert (and (= a 1) (= b 1) (= share 5000) (= fee 10000)))
(assert (not (<= (+ (to-operator a share fee) (to-operator b share fee))
                 (to-operator (+ a b) share fee))))
(check-sat)
(pop 1)
