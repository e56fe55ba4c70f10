; Facts that the other files use. Each is a function of free numbers with its own conditions, so it
; may be used for any numbers once it is proved: below each stands its proof, from nothing but the
; lemmas before it.

(declare-const a Int)
(declare-const b Int)
(declare-const p Int)
(declare-const q Int)
(declare-const w Int)
(declare-const s Int)

; Numbers that are not negative have a product that is not.
(define-fun lemma-product ((a Int) (b Int)) Bool (=> (and (<= 0 a) (<= 0 b)) (<= 0 (* a b))))

; lemma-product
(push 1)
(set-info :status unsat)
(assert (not (lemma-product a b)))
(check-sat)
(pop 1)

; A share of an amount is no more than the amount.
(define-fun lemma-share ((a Int) (p Int)) Bool
  (=> (and (<= 0 a) (is-share p)) (and (<= 0 (* a p)) (<= (* a p) (* 10000 a)))))

; lemma-share
(push 1)
(set-info :status unsat)
(assert (lemma-product a p))
(assert (lemma-product a (- 10000 p)))
(assert (not (lemma-share a p)))
(check-sat)
(pop 1)

; Both sides of a cut are amounts.
(define-fun lemma-cut ((a Int) (p Int)) Bool
  (=> (and (is-amount a) (is-share p)) (and (is-amount (part a p)) (is-amount (rest a p)))))

; lemma-cut
(push 1)
(set-info :status unsat)
(assert (lemma-share a p))
(assert (not (lemma-cut a p)))
(check-sat)
(pop 1)

; A larger share gives no less of the part and no more of the rest.
(define-fun lemma-larger-share ((a Int) (p Int) (q Int)) Bool
  (=> (and (<= 0 a) (<= p q)) (and (<= (part a p) (part a q)) (>= (rest a p) (rest a q)))))

; lemma-larger-share
(push 1)
(set-info :status unsat)
(assert (lemma-product a (- q p)))
(assert (not (lemma-larger-share a p q)))
(check-sat)
(pop 1)

; A larger amount gives neither side less.
(define-fun lemma-larger-amount ((a Int) (b Int) (p Int)) Bool
  (=> (and (<= a b) (is-share p)) (and (<= (part a p) (part b p)) (<= (rest a p) (rest b p)))))

; lemma-larger-amount
(push 1)
(set-info :status unsat)
(assert (lemma-share (- b a) p))
(assert (not (lemma-larger-amount a b p)))
(check-sat)
(pop 1)

; Two parts together are the part of both together, or one unit less.
(define-fun lemma-joined ((a Int) (b Int) (p Int)) Bool
  (and (<= (+ (part a p) (part b p)) (part (+ a b) p))
       (<= (part (+ a b) p) (+ (part a p) (part b p) 1))))

; lemma-joined
(push 1)
(set-info :status unsat)
(assert (not (lemma-joined a b p)))
(check-sat)
(pop 1)

; A quotient of a larger number by a divisor is not smaller.
(define-fun lemma-quotient ((a Int) (b Int) (s Int)) Bool
  (=> (and (<= a b) (< 0 s)) (<= (div a s) (div b s))))

; lemma-quotient
(push 1)
(set-info :status unsat)
(assert (lemma-product (- (div a s) (div b s) 1) s))
(assert (not (lemma-quotient a b s)))
(check-sat)
(pop 1)

; A leg before the units left over: what a weight gets of an amount, with what remains.
(define-fun lemma-leg ((a Int) (w Int) (s Int)) Bool
  (=> (and (<= 0 a) (<= 0 w) (<= w s) (< 0 s))
      (and (= (* a w) (+ (* (floored a w s) s) (remainder a w s)))
           (<= 0 (remainder a w s)) (< (remainder a w s) s)
           (<= 0 (floored a w s)) (<= (floored a w s) a))))

; lemma-leg
(push 1)
(set-info :status unsat)
(assert (lemma-product a w))
(assert (lemma-product a (- s w)))
(assert (lemma-product (- (- 1) (floored a w s)) s))
(assert (lemma-product (- (floored a w s) a 1) s))
(assert (not (lemma-leg a w s)))
(check-sat)
(pop 1)
