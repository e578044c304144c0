import { createContext, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import type { Page } from './page.types';
import type { PageState } from './store';

export const PageContext = createContext<Page | null>(null);

/** The actions of the page. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('usePage needs <PageContext value={createPage(…)}> above the component');
  return page;
}

/** A part of the page's state. The selector must not build new objects. */
export function usePageState<T>(selector: (state: PageState) => T): T {
  return useStore(usePage().store, selector);
}

/** Has the labs and lessons listed in the state; their lists are empty until they arrive. */
export function useListed(): void {
  const { list } = usePage();
  useEffect(() => void list(), [list]);
}
