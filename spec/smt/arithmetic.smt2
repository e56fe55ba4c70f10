; The arithmetic of the core, in integers without bounds.
;
; Each definition stands below the line of Rust that it translates. core/tests/arithmetic.rs finds
; that line in the source, and compares each definition with the function it stands for. `div` and
; `mod` of numbers that are not negative round down, as in Rust. Rust's saturating operations are
; plain ones here: that none of them ever saturates is proved, goal by goal, in the other files.

; MONEY-01. core/src/money.rs: `pub const MAX: Self = Self((1 << 96) - 1);`
(define-fun MAX () Int 79228162514264337593543950335)

; The ends of the types that the core computes in.
(define-fun U128-MAX () Int 340282366920938463463374607431768211455)
(define-fun U64-MAX () Int 18446744073709551615)
(define-fun I128-MAX () Int 170141183460469231731687303715884105727)

; What an amount, a share and a weight are.
(define-fun is-amount ((a Int)) Bool (and (<= 0 a) (<= a MAX)))
(define-fun is-share ((p Int)) Bool (and (<= 0 p) (<= p 10000)))
(define-fun is-weight ((w Int)) Bool (and (<= 0 w) (<= w 4294967295)))

; MONEY-20. core/src/money.rs: `let part = self.0.saturating_mul(share.0.into()) / 10_000;`
(define-fun part ((a Int) (p Int)) Int (div (* a p) 10000))

; core/src/money.rs: `Split { part: Self(part), rest: Self(self.0.saturating_sub(part)) }`
(define-fun rest ((a Int) (p Int)) Int (- a (part a p)))

; core/src/money.rs: `Self(Self::WHOLE.0.saturating_sub(self.0))`
(define-fun complement ((p Int)) Int (- 10000 p))

; MONEY-20, MONEY-21: what was held goes to the buyer, to the agent and to the operator.
; core/src/work.rs: `let shares = held.cut(buyer);`
; core/src/work.rs: `let earned = shares.rest().cut(fee);`
; core/src/work.rs: `Self { buyer: shares.part(), agent: earned.rest(), fee: earned.part() }`
(define-fun to-buyer ((held Int) (share Int)) Int (part held share))
(define-fun earned ((held Int) (share Int)) Int (rest held share))
(define-fun to-operator ((held Int) (share Int) (fee Int)) Int (part (earned held share) fee))
(define-fun to-agent ((held Int) (share Int) (fee Int)) Int (rest (earned held share) fee))

; MONEY-24: what is taken back of what was given before.
; core/src/credits.rs: `before.minus(after).unwrap_or(Amount::ZERO);`
(define-fun less ((before Int) (after Int)) Int (ite (>= before after) (- before after) 0))

; MONEY-22: a leg of an n-way division before the units left over are given out.
; core/src/money.rs: `let share = product(weight).checked_div(total)?;`
; core/src/money.rs: `*remainder = product(weight).checked_rem(total)?;`
(define-fun floored ((a Int) (weight Int) (total Int)) Int (div (* a weight) total))
(define-fun remainder ((a Int) (weight Int) (total Int)) Int (mod (* a weight) total))

; MONEY-22: a unit left over goes to the first of the largest remainders, which is then nothing.
; core/src/money.rs: `let largest = remainders.iter().copied().max().unwrap_or(0);`
; core/src/money.rs: `legs.iter_mut().zip(&mut remainders).find(|(_, r)| **r == largest);`
; core/src/money.rs: `*remainder = 0;`
(define-fun first-largest ((r1 Int) (r2 Int) (r3 Int) (r4 Int)) Int
  (ite (and (>= r1 r2) (>= r1 r3) (>= r1 r4)) 1
  (ite (and (>= r2 r3) (>= r2 r4)) 2
  (ite (>= r3 r4) 3
  4))))
(define-fun used ((leg Int) (largest Int) (r Int)) Int (ite (= leg largest) 0 r))

; core/src/money.rs: `while left > 0 {`
; core/src/money.rs: `*leg = Self(leg.0.saturating_add(1));`
; core/src/money.rs: `left = left.saturating_sub(1);`
; How many of the units left over go to a leg, when there are at most three of them.
(define-fun dust ((leg Int) (r1 Int) (r2 Int) (r3 Int) (r4 Int) (left Int)) Int
  (let ((l1 (first-largest r1 r2 r3 r4)))
  (let ((r1 (used 1 l1 r1)) (r2 (used 2 l1 r2)) (r3 (used 3 l1 r3)) (r4 (used 4 l1 r4)))
  (let ((l2 (first-largest r1 r2 r3 r4)))
  (let ((r1 (used 1 l2 r1)) (r2 (used 2 l2 r2)) (r3 (used 3 l2 r3)) (r4 (used 4 l2 r4)))
  (let ((l3 (first-largest r1 r2 r3 r4)))
  (+ (ite (and (>= left 1) (= l1 leg)) 1 0)
     (ite (and (>= left 2) (= l2 leg)) 1 0)
     (ite (and (>= left 3) (= l3 leg)) 1 0))))))))

; MONEY-22: the legs of a division in four. One in three or two has weights of zero at its end.
; core/src/money.rs: `left = left.saturating_sub(share);`
(define-fun leg ((leg Int) (a Int) (w1 Int) (w2 Int) (w3 Int) (w4 Int)) Int
  (let ((total (+ w1 w2 w3 w4)))
  (let ((q1 (floored a w1 total)) (q2 (floored a w2 total))
        (q3 (floored a w3 total)) (q4 (floored a w4 total)))
  (+ (ite (= leg 1) q1 (ite (= leg 2) q2 (ite (= leg 3) q3 q4)))
     (dust leg (remainder a w1 total) (remainder a w2 total)
               (remainder a w3 total) (remainder a w4 total) (- a (+ q1 q2 q3 q4)))))))

; TIME-01. core/src/time.rs: `pub const MAX: Self = Self((1 << 53) - 1);`
(define-fun TIME-MAX () Int 9007199254740991)
; core/src/time.rs: `pub const LAST_ORDER: Self = Self(253_402_300_799_999);`
(define-fun LAST-ORDER () Int 253402300799999)
; core/src/time.rs: `pub const MAX: Self = Self(100 * 365 * 24 * 60 * 60 * 1000);`
(define-fun WINDOW-MAX () Int 3153600000000)

(define-fun is-moment ((t Int)) Bool (and (<= 0 t) (<= t TIME-MAX)))
(define-fun is-window ((w Int)) Bool (and (<= 1 w) (<= w WINDOW-MAX)))

; core/src/time.rs: `let end = self.0.saturating_add(window.0);`
; core/src/time.rs: `if end <= Self::MAX.0 { Self(end) } else { Self::MAX }`
(define-fun after ((t Int) (w Int)) Int (ite (<= (+ t w) TIME-MAX) (+ t w) TIME-MAX))

; core/src/time.rs: `let twice = self.0.saturating_mul(2);`
; core/src/time.rs: `if twice <= Self::MAX.0 { Self(twice) } else { Self::MAX }`
(define-fun doubled ((w Int)) Int (ite (<= (* w 2) WINDOW-MAX) (* w 2) WINDOW-MAX))

; MKT-12. core/src/marketplace/terms.rs: `it.doubled().max(self.to_deliver_least)`
(define-fun delivery ((estimate Int) (least Int)) Int
  (ite (>= (doubled estimate) least) (doubled estimate) least))

; RUN-30. core/src/runs/progress.rs: `let hundredfold = u128::from(elapsed).saturating_mul(100);`
; core/src/runs/progress.rs: `let percent = hundredfold.checked_div(estimate.as_millis().into());`
; core/src/runs/progress.rs: `percent.map_or(Percent::ALMOST, |it| it.min(Percent::ALMOST))`
(define-fun progress ((elapsed Int) (estimate Int)) Int
  (let ((percent (div (* elapsed 100) estimate))) (ite (<= percent 99) percent 99)))

; CRD-50. core/src/credits/gate.rs: `let left = window.as_millis().saturating_sub(took.as_millis());`
; core/src/credits/gate.rs: `let parts = u64::from(output.members).saturating_mul(5).min(25);`
; core/src/credits/gate.rs: `left.saturating_mul(25).checked_div(window.as_millis()).unwrap_or(0);`
; core/src/credits/gate.rs: `Score::bounded(parts.saturating_add(time).saturating_add(points))`
(define-fun score ((members Int) (took Int) (window Int)) Int
  (let ((parts (ite (<= (* members 5) 25) (* members 5) 25))
        (left (ite (<= took window) (- window took) 0)))
  (+ parts (div (* left 25) window) 50)))
