import { useEffect, useRef, useState } from 'react';

/** Milliseconds from together to apart. */
const LIFT_MS = 360;

/** How far apart the layers are, on their way to where the reader wants them: at once where no motion is wanted. */
export function useLift(lifted: boolean, calm: boolean): number {
  const wanted = lifted ? 1 : 0;
  const [amount, setAmount] = useState(wanted);
  const now = useRef(amount);
  useEffect(() => {
    if (now.current === wanted) return;
    const ms = calm ? 0 : LIFT_MS;
    const from = now.current;
    const begun = performance.now();
    let frame = 0;
    const tick = (at: number): void => {
      const part = ms === 0 ? 1 : Math.min(1, Math.max(0, (at - begun) / ms));
      now.current = from + (wanted - from) * (1 - (1 - part) ** 3);
      setAmount(now.current);
      if (part < 1) frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [wanted, calm]);
  return calm ? wanted : amount;
}
