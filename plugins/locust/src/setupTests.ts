import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Screens are drawn as fast as the machine allows, and no test is about that.
jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 30_000 });

// jsdom lays nothing out, so nothing ever resizes; charts only have to find that they can ask.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// Nor does it capture pointers; what is dragged only has to find that it can ask.
Element.prototype.setPointerCapture ??= () => {};
