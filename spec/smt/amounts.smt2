; Sums of amounts, and balances (MONEY-01, MONEY-03, L-01, L-03).

(declare-const a Int)
(declare-const b Int)
(assert (and (is-amount a) (is-amount b)))

; L-01: the sum of two amounts fits, so that only the check against the maximum refuses it
(push 1)
(set-info :status unsat)
(assert (not (<= (+ a b) U128-MAX)))
(check-sat)
(pop 1)

; L-01: an amount with its sign turned is a change of a balance of 128 bits
(push 1)
(set-info :status unsat)
(assert (not (and (<= a I128-MAX) (>= (- a) (- I128-MAX)))))
(check-sat)
(pop 1)

; L-01: a balance stays within 128 bits for at least 2^31 - 1 postings
(push 1)
(set-info :status unsat)
(declare-const postings Int)
(declare-const balance Int)
(assert (and (<= 0 postings) (<= postings 2147483647)))
(assert (and (<= balance (* postings MAX)) (>= balance (- (* postings MAX)))))
(assert (not (and (<= balance I128-MAX) (>= balance (- I128-MAX)))))
(check-sat)
(pop 1)

; L-03: a posting leaves the sum of all balances as it was
(push 1)
(set-info :status unsat)
(declare-const from Int)
(declare-const to Int)
(declare-const others Int)
(assert (not (= (+ (- from a) (+ to a) others) (+ from to others))))
(check-sat)
(pop 1)

; MONEY-03: an amount with one more decimal digit fits before it is compared with the maximum
(push 1)
(set-info :status unsat)
(declare-const digit Int)
(assert (and (<= 0 digit) (<= digit 9)))
(assert (not (<= (+ (* 10 a) digit) U128-MAX)))
(check-sat)
(pop 1)

; Not so: a sum of amounts is not always an amount
(push 1)
(set-info :status sat)
(assert (not (is-amount (+ a b))))
(check-sat)
(pop 1)

; Not so: two units out and one in would change the sum
(push 1)
(set-info :status sat)
(declare-const from Int)
(declare-const to Int)
(assert (not (= (+ (- from (* 2 a)) (+ to a)) (+ from to))))
(check-sat)
(pop 1)
