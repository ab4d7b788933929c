/** What is around the lines of every chart, in pixels: so far from the edges is what is drawn above them, too. */
export const PLOT_FRAME = { top: 18, right: 12, bottom: 22, left: 46 } as const;
