import { useEffect, useState } from 'react';
import { faultTexts } from '../../i18n/faults';
import type { FaultTexts } from '../../i18n/faults';
import type { Language } from '../../i18n/language';

/** The texts of faults; null until they are fetched. */
export function useFaultTexts(language: Language): FaultTexts | null {
  const [texts, setTexts] = useState<FaultTexts | null>(null);
  useEffect(() => {
    let current = true;
    faultTexts(language).then(
      (loaded) => {
        if (current) setTexts(() => loaded);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [language]);
  return texts;
}
