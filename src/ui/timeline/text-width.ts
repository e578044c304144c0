let context: CanvasRenderingContext2D | null = null;

/** Width of a text in the page's own letters, in CSS pixels. `size` as laid out, `weight` as in CSS. */
export function textWidth(text: string, size: number, weight: number): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * size;
  context.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}
