; Deadlines, and the other arithmetic of time (TIME-02, TIME-04, L-11, L-13, L-26).

(declare-const t Int) ; a moment
(declare-const u Int) ; another
(declare-const w Int) ; a window
(declare-const v Int) ; another
(assert (and (is-moment t) (is-moment u) (is-window w) (is-window v)))

; L-01: the end of a window fits 64 bits, and so does twice a window
(push 1)
(set-info :status unsat)
(assert (not (and (<= (+ t w) U64-MAX) (<= (* w 2) U64-MAX))))
(check-sat)
(pop 1)

; L-13: the end of a window is a moment, and not before its beginning
(push 1)
(set-info :status unsat)
(assert (not (and (is-moment (after t w)) (<= t (after t w)))))
(check-sat)
(pop 1)

; L-13: a window opened by an order ends exactly when it should, and ahead of its beginning
(push 1)
(set-info :status unsat)
(assert (<= t LAST-ORDER))
(assert (not (and (= (after t w) (+ t w)) (< t (after t w)) (< (after t w) TIME-MAX))))
(check-sat)
(pop 1)

; L-13: and so does each of 2775 windows that the clock opens one after another after that
(push 1)
(set-info :status unsat)
(declare-const opened Int)
(assert (and (<= 1 opened) (<= opened 2775)))
(assert (<= t (+ LAST-ORDER (* (- opened 1) WINDOW-MAX))))
(assert (not (and (= (after t w) (+ t w)) (<= (after t w) (+ LAST-ORDER (* opened WINDOW-MAX)))
                  (<= (after t w) TIME-MAX))))
(check-sat)
(pop 1)

; L-26: a window opened later, or a longer one, does not end earlier
(push 1)
(set-info :status unsat)
(assert (and (<= t u) (<= w v)))
(assert (not (and (<= (after t w) (after u w)) (<= (after t w) (after t v)))))
(check-sat)
(pop 1)

; L-11: at each moment either an action is in time or the timeout is due, and never both
(push 1)
(set-info :status unsat)
(assert (not (xor (< u (after t w)) (>= u (after t w)))))
(check-sat)
(pop 1)

; MKT-12: twice an estimate is a window, no shorter than the estimate, and twice unless that is too long
(push 1)
(set-info :status unsat)
(assert (not (and (is-window (doubled w)) (<= w (doubled w)) (=> (is-window (* 2 w)) (= (doubled w) (* 2 w)))
                  (=> (<= w v) (<= (doubled w) (doubled v))))))
(check-sat)
(pop 1)

; MKT-12: the time for delivery is a window, no shorter than the least and no shorter than the estimate
(push 1)
(set-info :status unsat)
(assert (not (and (is-window (delivery w v)) (<= v (delivery w v)) (<= w (delivery w v)))))
(check-sat)
(pop 1)

; RUN-30: the hundredfold of any time fits, and progress is 0 to 99 and never falls
(push 1)
(set-info :status unsat)
(declare-const elapsed Int)
(declare-const later Int)
(assert (and (<= 0 elapsed) (<= elapsed later) (<= later U64-MAX)))
(assert (not (and (<= (* elapsed 100) U128-MAX) (<= 0 (progress elapsed w)) (<= (progress elapsed w) 99)
                  (<= (progress elapsed w) (progress later w)))))
(check-sat)
(pop 1)

; RUN-30: where it is below 99, progress is the exact percentage rounded down
(push 1)
(set-info :status unsat)
(declare-const elapsed Int)
(assert (and (<= 0 elapsed) (<= elapsed U64-MAX) (< (progress elapsed w) 99)))
(assert (not (and (<= (* (progress elapsed w) w) (* elapsed 100))
                  (< (* elapsed 100) (* (+ 1 (progress elapsed w)) w)))))
(check-sat)
(pop 1)

; CRD-50: the gate's products fit 64 bits, and its score is 50 to 100, so that its bound never bites
(push 1)
(set-info :status unsat)
(declare-const members Int)
(declare-const took Int)
(assert (and (<= 0 members) (<= members 4294967295) (<= 0 took) (<= took WINDOW-MAX)))
(assert (not (and (<= (* members 5) U64-MAX) (<= (* w 25) U64-MAX)
                  (<= 50 (score members took w)) (<= (score members took w) 100))))
(check-sat)
(pop 1)

; CRD-50: work that took longer, or has fewer parts, scores no higher
(push 1)
(set-info :status unsat)
(declare-const members Int)
(declare-const fewer Int)
(declare-const took Int)
(declare-const longer Int)
(assert (and (<= 0 fewer) (<= fewer members) (<= members 4294967295)))
(assert (and (<= 0 took) (<= took longer) (<= longer WINDOW-MAX)))
(assert (not (and (<= (score fewer took w) (score members took w))
                  (<= (score members longer w) (score members took w)))))
(check-sat)
(pop 1)

; Not so: after the last moment there is no later deadline
(push 1)
(set-info :status sat)
(assert (not (< t (after t w))))
(check-sat)
(pop 1)

; Not so: 2776 of the longest windows are too many
(push 1)
(set-info :status sat)
(assert (= t (+ LAST-ORDER (* 2775 WINDOW-MAX))))
(assert (not (= (after t w) (+ t w))))
(check-sat)
(pop 1)

; Not so: with both ends closed there would be a moment at which an action and the timeout are in time
(push 1)
(set-info :status sat)
(assert (not (xor (<= u (after t w)) (>= u (after t w)))))
(check-sat)
(pop 1)
