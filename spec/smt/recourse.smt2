; A refund ruled after the agent was paid ends as if it had been ruled before (MONEY-24, L-17, L-25).

(declare-const budget Int)
(declare-const charge Int)
(declare-const fee Int)
(declare-const share Int) ; the buyer's, as it is ruled
(assert (and (is-amount budget) (is-amount charge) (<= charge budget)))
(assert (and (is-share fee) (is-share share)))

; What the agent was paid and the operator took before: all of the charge, less the fee.
(define-fun paid () Int (to-agent charge 0 fee))
(define-fun taken () Int (to-operator charge 0 fee))
; What each of them gives back.
(define-fun agent-returns () Int (less paid (to-agent charge share fee)))
(define-fun operator-returns () Int (less taken (to-operator charge share fee)))

; The lemmas that the goals below use.
(assert (lemma-share charge share))
(assert (lemma-cut (earned charge share) fee))
(assert (lemma-larger-amount (earned charge share) charge fee))

; CRD-50: what is left of the budget is an amount, so that its subtraction is never refused
(push 1)
(set-info :status unsat)
(assert (not (is-amount (- budget charge))))
(check-sat)
(pop 1)

; MONEY-24: nobody is left more than he had, so that each difference is what it says
(push 1)
(set-info :status unsat)
(assert (not (and (<= (to-agent charge share fee) paid) (<= (to-operator charge share fee) taken))))
(check-sat)
(pop 1)

; MONEY-24: the agent ends with what it would have got, and so does the operator
(push 1)
(set-info :status unsat)
(assert (not (and (= (- paid agent-returns) (to-agent charge share fee))
                  (= (- taken operator-returns) (to-operator charge share fee)))))
(check-sat)
(pop 1)

; MONEY-24: what both give back is what the buyer would have got
(push 1)
(set-info :status unsat)
(assert (not (= (+ agent-returns operator-returns) (to-buyer charge share))))
(check-sat)
(pop 1)

; MONEY-12: the agent gives back at most what it was paid, and the operator what it took
(push 1)
(set-info :status unsat)
(assert (not (and (<= 0 agent-returns) (<= agent-returns paid)
                  (<= 0 operator-returns) (<= operator-returns taken))))
(check-sat)
(pop 1)

; L-03: with the rest of the budget, everybody together has what was paid in
(push 1)
(set-info :status unsat)
(assert (not (= (+ (- budget charge) agent-returns operator-returns
                   (- paid agent-returns) (- taken operator-returns)) budget)))
(check-sat)
(pop 1)

; MONEY-24: a ruling that gives the buyer nothing takes nothing back, one that gives him all takes all
(push 1)
(set-info :status unsat)
(assert (not (and (=> (= share 0) (and (= agent-returns 0) (= operator-returns 0)))
                  (=> (= share 10000) (and (= agent-returns paid) (= operator-returns taken))))))
(check-sat)
(pop 1)

; Not so: the agent's part is not the buyer's share of its pay, rounded down
(push 1)
(set-info :status sat)
(assert (and (= share 5000) (= fee 0)))
(assert (not (= (- paid (part paid share)) agent-returns)))
(check-sat)
(pop 1)

; Not so: the operator does not keep its fee
(push 1)
(set-info :status sat)
(assert (and (= share 5000) (= fee 1000)))
(assert (not (= operator-returns 0)))
(check-sat)
(pop 1)
