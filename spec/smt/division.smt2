; An n-way division by largest remainder, for any number of legs (MONEY-22, L-16).
;
; The loop over the legs, and the loop over the units left over, are proved by induction: a goal
; says that one round keeps what the rounds before it kept. division4.smt2 has all rounds of up to
; four legs at once.

(declare-const a Int) ; the amount
(declare-const s Int) ; the total of the weights
(declare-const w Int) ; the weight of one leg
(assert (and (is-amount a) (< 0 s) (is-weight w) (<= w s)))

; That leg before the units left over, and what remains of it.
(define-fun share () Int (floored a w s))
(define-fun over () Int (remainder a w s))
(assert (lemma-leg a w s))

; The legs so far: how many remainders are positive, and the sums of the weights, of the legs
; rounded down, and of the remainders. The loop begins with nothing in each.
(declare-const positive Int)
(declare-const weights Int)
(declare-const shares Int)
(declare-const overs Int)
(define-fun kept ((positive Int) (weights Int) (shares Int) (overs Int)) Bool
  (and (<= 0 positive) (<= 0 weights) (<= 0 shares) (<= 0 overs)
       (= (* a weights) (+ (* shares s) overs))
       (<= overs (- (* positive s) positive))))
(define-fun one-if-positive ((r Int)) Int (ite (> r 0) 1 0))

; L-01: the product of an amount and a weight fits, and so does the total of as many weights as an
; address space of 64 bits holds
(push 1)
(set-info :status unsat)
(declare-const legs Int)
(declare-const total Int)
(assert (and (<= 0 legs) (<= (* 4 legs) U64-MAX) (<= 0 total) (<= total (* legs 4294967295))))
(assert (lemma-product a (- 4294967295 w)))
(assert (not (and (<= (* a w) U128-MAX) (<= total U128-MAX))))
(check-sat)
(pop 1)

; MONEY-22: each leg so far keeps the sums: the first, of nothing
(push 1)
(set-info :status unsat)
(assert (not (kept 0 0 0 0)))
(check-sat)
(pop 1)

; MONEY-22: each leg so far keeps the sums: one more
(push 1)
(set-info :status unsat)
(assert (kept positive weights shares overs))
(assert (not (kept (+ positive (one-if-positive over)) (+ weights w) (+ shares share) (+ overs over))))
(check-sat)
(pop 1)

; L-01: the legs so far are at most the amount, so that what is left never saturates
(push 1)
(set-info :status unsat)
(assert (kept positive weights shares overs))
(assert (<= weights s))
(assert (lemma-product a (- s weights)))
(assert (lemma-product (- shares a 1) s))
(assert (not (<= shares a)))
(check-sat)
(pop 1)

; MONEY-22: after all legs, nothing is left, or less units than there are positive remainders
(push 1)
(set-info :status unsat)
(assert (kept positive weights shares overs))
(assert (= weights s))
(assert (lemma-product (- (- a shares) positive) s))
(assert (lemma-product (- (- a shares) 1) s))
(assert (not (or (= (- a shares) 0) (< (- a shares) positive))))
(check-sat)
(pop 1)

; The loop over the units left over. `largest` is the remainder that the round finds, of a leg that
; got `given` units before; a leg that got one has no remainder any more.
(declare-const left Int)
(declare-const largest Int)
(declare-const given Int)

; MONEY-22: each round finds a leg with a remainder that has not got a unit, and keeps it so that
; less units are left than there are positive remainders
(push 1)
(set-info :status unsat)
(assert (and (< 0 left) (< left positive)))
; There is a positive remainder, and the largest is no less than it.
(assert (=> (< 0 positive) (< 0 largest)))
(assert (and (<= 0 given) (<= given 1) (=> (= given 1) (= largest 0))))
(assert (not (and (= given 0) (or (= (- left 1) 0) (< (- left 1) (- positive 1))))))
(check-sat)
(pop 1)

; A leg in the end: `up` is 1 if it got a unit, which takes a remainder.
(declare-const up Int)
(define-fun may-be-up ((up Int) (over Int)) Bool (and (<= 0 up) (<= up 1) (=> (= up 1) (< 0 over))))

; L-16: each leg is within one unit of its exact share, and exact where that is whole
(push 1)
(set-info :status unsat)
(assert (may-be-up up over))
(assert (not (and (< (* (+ share up) s) (+ (* a w) s)) (> (* (+ share up) s) (- (* a w) s))
                  (=> (= over 0) (= (* (+ share up) s) (* a w))))))
(check-sat)
(pop 1)

; MONEY-28: a weight of zero gets zero
(push 1)
(set-info :status unsat)
(assert (= w 0))
(assert (may-be-up up over))
(assert (lemma-product (- share 1) s))
(assert (not (= (+ share up) 0)))
(check-sat)
(pop 1)

; L-16: a weight of everything gets everything
(push 1)
(set-info :status unsat)
(assert (= w s))
(assert (may-be-up up over))
(assert (lemma-product (- a share 1) s))
(assert (not (= (+ share up) a)))
(check-sat)
(pop 1)

; L-01, MONEY-01: each leg is an amount, unit included
(push 1)
(set-info :status unsat)
(assert (may-be-up up over))
(assert (lemma-product a (- s w)))
(assert (not (is-amount (+ share up))))
(check-sat)
(pop 1)

; Another leg. `first` says whether it stands before the one with the weight w.
(declare-const w2 Int)
(declare-const up2 Int)
(declare-const first Bool)
(define-fun share2 () Int (floored a w2 s))
(define-fun over2 () Int (remainder a w2 s))
(assert (and (is-weight w2) (<= (+ w w2) s)))
(assert (lemma-leg a w2 s))
; Whoever has a larger remainder, or the same and stands first, is served first.
(define-fun in-turn ((up Int) (over Int) (up2 Int) (over2 Int)) Bool
  (and (=> (and (= up 1) (or (> over2 over) (and (= over2 over) first))) (= up2 1))
       (=> (and (= up2 1) (or (> over over2) (and (= over over2) (not first)))) (= up 1))))

; MONEY-22: a round that picks the first of the largest remainders serves them in turn
(push 1)
(set-info :status unsat)
(declare-const now Int)  ; the remainders as this round finds them
(declare-const now2 Int)
(assert (and (may-be-up up over) (may-be-up up2 over2)))
(assert (= now (ite (= up 1) 0 over)))
(assert (= now2 (ite (= up2 1) 0 over2)))
(assert (in-turn up over up2 over2))
(assert (and (< 0 largest) (<= now largest) (<= now2 largest)))
(declare-const picks Bool) ; picks the leg with the weight w
(declare-const picks2 Bool)
(assert (not (and picks picks2)))
(assert (=> picks (and (= now largest) (=> first (not (= now2 largest))))))
(assert (=> picks2 (and (= now2 largest) (=> (not first) (not (= now largest))))))
(assert (not (in-turn (ite picks 1 up) over (ite picks2 1 up2) over2)))
(check-sat)
(pop 1)

; MONEY-28: a larger weight never gets less than a smaller one
(push 1)
(set-info :status unsat)
(assert (< w w2))
(assert (and (may-be-up up over) (may-be-up up2 over2) (in-turn up over up2 over2)))
(assert (lemma-product a (- w2 w)))
(assert (lemma-quotient (* a w) (* a w2) s))
(assert (not (<= (+ share up) (+ share2 up2))))
(check-sat)
(pop 1)

; MONEY-22: of two equal weights the first gets no less, and at most one unit more
(push 1)
(set-info :status unsat)
(assert (= w w2))
(assert (not first))
(assert (and (may-be-up up over) (may-be-up up2 over2) (in-turn up over up2 over2)))
(assert (not (and (<= (+ share2 up2) (+ share up)) (<= (+ share up) (+ share2 up2 1)))))
(check-sat)
(pop 1)

; A leg before the units left over does not fall: its whole units do not, and where they stay its
; remainder does not.
(define-fun no-less ((share Int) (over Int) (then Int) (then-over Int)) Bool
  (and (<= share then) (=> (= share then) (<= over then-over))))

; The numbers of two legs, then and now, of which nothing is known but what is proved of them.
(declare-const now-share Int)
(declare-const now-over Int)
(declare-const now-up Int)
(declare-const then-share Int)
(declare-const then-over Int)
(declare-const then-up Int)
(declare-const now-share2 Int)
(declare-const now-over2 Int)
(declare-const now-up2 Int)
(declare-const then-share2 Int)
(declare-const then-over2 Int)
(declare-const then-up2 Int)
(define-fun two-legs () Bool
  (and (may-be-up now-up now-over) (may-be-up now-up2 now-over2)
       (may-be-up then-up then-over) (may-be-up then-up2 then-over2)
       (in-turn now-up now-over now-up2 now-over2)
       (in-turn then-up then-over then-up2 then-over2)))

; The weight w grows by `more`, the others stay.
(declare-const more Int)
(define-fun grown () Int (floored a (+ w more) (+ s more)))
(define-fun grown-over () Int (remainder a (+ w more) (+ s more)))
(define-fun shrunk2 () Int (floored a w2 (+ s more)))
(define-fun shrunk2-over () Int (remainder a w2 (+ s more)))

; L-16: a leg whose weight grows does not fall before the units left over, and no other rises
(push 1)
(set-info :status unsat)
(assert (<= 0 more))
(assert (and (lemma-leg a (+ w more) (+ s more)) (lemma-leg a w2 (+ s more))))
(assert (and (lemma-product more (- a share)) (lemma-product more share2)))
(assert (lemma-product (- share grown 1) (+ s more)))
(assert (lemma-product (- shrunk2 share2 1) (+ s more)))
(assert (not (and (no-less share over grown grown-over)
                  (no-less shrunk2 shrunk2-over share2 over2))))
(check-sat)
(pop 1)

; L-16: a leg whose weight grows while the others stay does not fall: if it did, another would rise,
; as the sum stays, and none does
(push 1)
(set-info :status unsat)
(assert two-legs)
(assert (no-less now-share now-over then-share then-over))
(assert (no-less then-share2 then-over2 now-share2 now-over2))
(assert (not (not (and (< (+ then-share then-up) (+ now-share now-up))
                       (> (+ then-share2 then-up2) (+ now-share2 now-up2))))))
(check-sat)
(pop 1)

; The amount grows by a unit.
(define-fun next () Int (floored (+ a 1) w s))
(define-fun next-over () Int (remainder (+ a 1) w s))

; L-16: when the amount grows no leg falls before the units left over
(push 1)
(set-info :status unsat)
(assert (lemma-leg (+ a 1) w s))
(assert (lemma-quotient (* a w) (* (+ a 1) w) s))
(assert (lemma-product (- share next) s))
(assert (not (no-less share over next next-over)))
(check-sat)
(pop 1)

; Of two legs alone one unit is left over, and their remainders are the total; or none is.
(define-fun alone ((left Int) (over Int) (over2 Int)) Bool
  (or (and (= left 0) (= over 0) (= over2 0)) (and (= left 1) (= (+ over over2) s))))

; L-16: of two legs alone at most one unit is left over
(push 1)
(set-info :status unsat)
(define-fun left-over () Int (- a (+ share share2)))
(assert (= (+ w w2) s))
(assert (and (lemma-product a (- s (+ w w2))) (lemma-product a (- (+ w w2) s))))
(assert (and (lemma-product (- left-over 2) s) (lemma-product (- left-over 1) s)))
(assert (and (lemma-product (- 1 left-over) s) (lemma-product (- left-over) s)))
(assert (lemma-product (- (- 1) left-over) s))
(assert (not (alone left-over over over2)))
(check-sat)
(pop 1)

; L-16: of two legs, neither falls when the amount grows by a unit
(push 1)
(set-info :status unsat)
(assert two-legs)
(assert (= (+ now-share now-up now-share2 now-up2) a))
(assert (= (+ then-share then-up then-share2 then-up2) (+ a 1)))
(assert (alone (+ now-up now-up2) now-over now-over2))
(assert (alone (+ then-up then-up2) then-over then-over2))
(assert (no-less now-share now-over then-share then-over))
(assert (no-less now-share2 now-over2 then-share2 then-over2))
(assert (not (and (<= (+ now-share now-up) (+ then-share then-up))
                  (<= (+ now-share2 now-up2) (+ then-share2 then-up2)))))
(check-sat)
(pop 1)

; Not so: a leg is not always its exact share rounded down
(push 1)
(set-info :status sat)
(assert (and (= a 10) (= w 1) (= s 3) (may-be-up up over)))
(assert (not (= up 0)))
(check-sat)
(pop 1)

; Not so: with ties by no order the first of two equal weights may get less
(push 1)
(set-info :status sat)
(assert (and (= a 1) (= w 1) (= w2 1) (= s 2) (not first)))
(assert (and (may-be-up up over) (may-be-up up2 over2)))
(assert (not (<= (+ share2 up2) (+ share up))))
(check-sat)
(pop 1)
