; A division in up to four legs, all rounds of both loops at once (MONEY-22, L-16): what
; division.smt2 proves by induction holds of the loops as they are written in arithmetic.smt2.

(declare-const a Int)
(declare-const s Int) ; the total of the weights
(declare-const r1 Int) ; the remainders
(declare-const r2 Int)
(declare-const r3 Int)
(declare-const r4 Int)
(declare-const left Int) ; how many units are left over
(define-fun is-remainder ((r Int)) Bool (and (<= 0 r) (< r s)))
(assert (and (is-amount a) (< 0 s)))
(assert (and (is-remainder r1) (is-remainder r2) (is-remainder r3) (is-remainder r4)))
; By lemma-leg, added up over the legs, with the weights together being the total.
(assert (= (+ r1 r2 r3 r4) (* left s)))

; MONEY-22: at most three units are left over
(push 1)
(set-info :status unsat)
(assert (lemma-product (- left 4) s))
(assert (lemma-product (- (- 1) left) s))
(assert (not (and (<= 0 left) (<= left 3))))
(check-sat)
(pop 1)

; MONEY-22: each of them goes to a leg, and no leg gets two
(push 1)
(set-info :status unsat)
(assert (and (<= 0 left) (<= left 3)))
(assert (not (and (= (+ (dust 1 r1 r2 r3 r4 left) (dust 2 r1 r2 r3 r4 left)
                        (dust 3 r1 r2 r3 r4 left) (dust 4 r1 r2 r3 r4 left)) left)
                  (<= (dust 1 r1 r2 r3 r4 left) 1) (<= (dust 2 r1 r2 r3 r4 left) 1)
                  (<= (dust 3 r1 r2 r3 r4 left) 1) (<= (dust 4 r1 r2 r3 r4 left) 1))))
(check-sat)
(pop 1)

; MONEY-22: only a leg with a remainder gets one
(push 1)
(set-info :status unsat)
(assert (and (<= 0 left) (<= left 3)))
(assert (not (and (=> (= r1 0) (= (dust 1 r1 r2 r3 r4 left) 0))
                  (=> (= r2 0) (= (dust 2 r1 r2 r3 r4 left) 0))
                  (=> (= r3 0) (= (dust 3 r1 r2 r3 r4 left) 0))
                  (=> (= r4 0) (= (dust 4 r1 r2 r3 r4 left) 0)))))
(check-sat)
(pop 1)

; MONEY-22: the largest remainders are served first, and of equal ones the first
(push 1)
(set-info :status unsat)
(assert (and (<= 0 left) (<= left 3)))
(define-fun in-turn ((dust Int) (r Int) (dust2 Int) (r2 Int)) Bool
  (and (=> (and (= dust2 1) (>= r r2)) (= dust 1)) (=> (and (= dust 1) (> r2 r)) (= dust2 1))))
(define-fun d1 () Int (dust 1 r1 r2 r3 r4 left))
(define-fun d2 () Int (dust 2 r1 r2 r3 r4 left))
(define-fun d3 () Int (dust 3 r1 r2 r3 r4 left))
(define-fun d4 () Int (dust 4 r1 r2 r3 r4 left))
(assert (not (and (in-turn d1 r1 d2 r2) (in-turn d1 r1 d3 r3) (in-turn d1 r1 d4 r4)
                  (in-turn d2 r2 d3 r3) (in-turn d2 r2 d4 r4) (in-turn d3 r3 d4 r4))))
(check-sat)
(pop 1)

; MONEY-22: the legs are the amount, to the last unit
(push 1)
(set-info :status unsat)
(declare-const w1 Int)
(declare-const w2 Int)
(declare-const w3 Int)
(declare-const w4 Int)
(assert (and (is-weight w1) (is-weight w2) (is-weight w3) (is-weight w4) (= s (+ w1 w2 w3 w4))))
(define-fun q1 () Int (floored a w1 s))
(define-fun q2 () Int (floored a w2 s))
(define-fun q3 () Int (floored a w3 s))
(define-fun q4 () Int (floored a w4 s))
(assert (and (= left (- a (+ q1 q2 q3 q4))) (<= 0 left) (<= left 3)))
; By the second goal.
(assert (= (+ (dust 1 r1 r2 r3 r4 left) (dust 2 r1 r2 r3 r4 left)
              (dust 3 r1 r2 r3 r4 left) (dust 4 r1 r2 r3 r4 left)) left))
(assert (not (= (+ q1 (dust 1 r1 r2 r3 r4 left) q2 (dust 2 r1 r2 r3 r4 left)
                   q3 (dust 3 r1 r2 r3 r4 left) q4 (dust 4 r1 r2 r3 r4 left)) a)))
(check-sat)
(pop 1)

; Not so: a larger amount does not give every leg at least as much. 10 over 6 : 6 : 2 gives the third
; leg 2, and 11 gives it 1
(push 1)
(set-info :status sat)
(assert (not (<= (leg 3 10 6 6 2 0) (leg 3 11 6 6 2 0))))
(check-sat)
(pop 1)

; Not so: a unit more than the remainders allow would go to a leg that has no part
(push 1)
(set-info :status sat)
(assert (and (= r1 0) (= s 5)))
(assert (not (= (dust 1 r1 r2 r3 r4 (+ left 1)) 0)))
(check-sat)
(pop 1)
