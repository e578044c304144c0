import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import type { Picture } from './paint';
import { inksOf, paint } from './paint';

/** Draws the picture on the canvas, and again when the theme or the size changes. */
export function usePainting(canvas: RefObject<HTMLCanvasElement | null>, picture: Picture | null): void {
  const theme = useTheme();
  useLayoutEffect(() => {
    if (canvas.current && picture) draw(canvas.current, picture);
  }, [canvas, picture, theme]);
}

function draw(canvas: HTMLCanvasElement, picture: Picture): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = window.devicePixelRatio || 1;
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  // Setting the size takes the canvas's memory anew: only when it changed.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  paint(context, picture, inksOf(canvas));
}

/** The theme on the root element: colours on a canvas do not follow it by themselves. */
function useTheme(): string {
  const read = () => document.documentElement.dataset['theme'] ?? '';
  const [theme, setTheme] = useState(read);
  useLayoutEffect(() => {
    const observer = new MutationObserver(() => setTheme(read()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
