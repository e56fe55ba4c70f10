; What the buyer, the agent and the operator get of what is held (MONEY-20, MONEY-21, L-16, L-17).

(declare-const held Int)
(declare-const more Int)  ; another amount held
(declare-const share Int) ; the buyer's
(declare-const other Int) ; another share of the buyer's
(declare-const fee Int)   ; the operator's, of what the agent gains
(declare-const kill Int)  ; the kill fee: the agent's share when running work is called off
(assert (and (is-amount held) (is-amount more) (is-share share) (is-share other)))
(assert (and (is-share fee) (is-share kill)))

; L-03: the three together are what was held
(push 1)
(set-info :status unsat)
(assert (not (= (+ (to-buyer held share) (to-agent held share fee) (to-operator held share fee)) held)))
(check-sat)
(pop 1)

; L-04, MONEY-01: each of the three is an amount
(push 1)
(set-info :status unsat)
(assert (lemma-cut held share))
(assert (lemma-cut (earned held share) fee))
(assert (not (and (is-amount (to-buyer held share)) (is-amount (to-agent held share fee))
                  (is-amount (to-operator held share fee)))))
(check-sat)
(pop 1)

; L-01: both products fit, and both subtractions stay above nothing
(push 1)
(set-info :status unsat)
(assert (lemma-cut held share))
(assert (lemma-cut (earned held share) fee))
(assert (lemma-share held share))
(assert (lemma-share (earned held share) fee))
(assert (not (and (<= (* held share) U128-MAX) (<= (* (earned held share) fee) U128-MAX)
                  (<= (to-buyer held share) held)
                  (<= (to-operator held share fee) (earned held share)))))
(check-sat)
(pop 1)

; L-17: the fee is at most what is gained, and at most its rate, by less than a unit
(push 1)
(set-info :status unsat)
(assert (lemma-cut held share))
(assert (lemma-cut (earned held share) fee))
(assert (not (and (<= (to-operator held share fee) (earned held share))
                  (<= (* 10000 (to-operator held share fee)) (* (earned held share) fee))
                  (< (* (earned held share) fee) (* 10000 (+ 1 (to-operator held share fee)))))))
(check-sat)
(pop 1)

; L-17: without a fee the operator gets nothing; where all goes back, too
(push 1)
(set-info :status unsat)
(assert (not (and (= (to-operator held share 0) 0) (= (to-operator held 10000 fee) 0)
                  (= (to-buyer held 10000) held) (= (to-agent held 10000 fee) 0))))
(check-sat)
(pop 1)

; L-16: without a share the buyer gets nothing and the agent all that the fee leaves; a fee of
; everything leaves it nothing
(push 1)
(set-info :status unsat)
(assert (not (and (= (to-buyer held 0) 0) (= (to-agent held 0 fee) (rest held fee))
                  (= (to-operator held 0 fee) (part held fee)) (= (to-agent held 0 0) held)
                  (= (to-agent held share 10000) 0))))
(check-sat)
(pop 1)

; L-16: a larger share for the buyer gives him no less, and neither of the others more
(push 1)
(set-info :status unsat)
(assert (<= share other))
(assert (lemma-larger-share held share other))
(assert (lemma-larger-amount (earned held other) (earned held share) fee))
(assert (not (and (<= (to-buyer held share) (to-buyer held other))
                  (>= (to-agent held share fee) (to-agent held other fee))
                  (>= (to-operator held share fee) (to-operator held other fee)))))
(check-sat)
(pop 1)

; L-16: a larger amount gives none of them less
(push 1)
(set-info :status unsat)
(assert (<= held more))
(assert (lemma-larger-amount held more share))
(assert (lemma-larger-amount (earned held share) (earned more share) fee))
(assert (not (and (<= (to-buyer held share) (to-buyer more share))
                  (<= (to-agent held share fee) (to-agent more share fee))
                  (<= (to-operator held share fee) (to-operator more share fee)))))
(check-sat)
(pop 1)

; MONEY-20: what a kill fee costs the buyer is its exact share rounded up, and 0 % and 100 % are exact
(push 1)
(set-info :status unsat)
(assert (not (and (>= (* 10000 (earned held (complement kill))) (* held kill))
                  (< (* 10000 (- (earned held (complement kill)) 1)) (* held kill))
                  (= (earned held (complement 0)) 0) (= (earned held (complement 10000)) held))))
(check-sat)
(pop 1)

; MONEY-20: a larger kill fee gives the buyer no more back
(push 1)
(set-info :status unsat)
(assert (<= share other))
(assert (lemma-larger-share held (complement other) (complement share)))
(assert (not (>= (to-buyer held (complement share)) (to-buyer held (complement other)))))
(check-sat)
(pop 1)

; Not so: the kill fee is not the share rounded down
(push 1)
(set-info :status sat)
(assert (= kill 3333))
(assert (not (= (earned held (complement kill)) (part held kill))))
(check-sat)
(pop 1)

; Not so: a fee rounded up would be more than its rate
(push 1)
(set-info :status sat)
(assert (= fee 250))
(assert (= share 0))
(assert (not (<= (* 10000 (+ 1 (to-operator held share fee))) (* (earned held share) fee))))
(check-sat)
(pop 1)
