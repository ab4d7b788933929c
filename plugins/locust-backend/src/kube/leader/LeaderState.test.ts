import { LeaderEvent, LeaderState, nextLeaderState } from './LeaderState';

const STATES = {
  standby: { kind: 'standby' },
  leading: { kind: 'leading' },
  resigning: { kind: 'resigning', then: 'resting' },
  resigningForGood: { kind: 'resigning', then: 'stopped' },
  resting: { kind: 'resting' },
  stopped: { kind: 'stopped' },
} satisfies Record<string, LeaderState>;

type Name = keyof typeof STATES;

/** State × event → state. Without a row for every state and a column for every event this does not compile. */
const TABLE: Record<Name | LeaderState['kind'], Record<LeaderEvent, Name>> = {
  standby: {
    claimed: 'leading',
    lost: 'standby',
    workFailed: 'standby',
    released: 'standby',
    rested: 'standby',
    stop: 'resigningForGood',
  },
  leading: {
    claimed: 'leading',
    lost: 'resigning',
    workFailed: 'resigning',
    released: 'leading',
    rested: 'leading',
    stop: 'resigningForGood',
  },
  resigning: {
    claimed: 'resigning',
    lost: 'resigning',
    workFailed: 'resigning',
    released: 'resting',
    rested: 'resigning',
    stop: 'resigningForGood',
  },
  resigningForGood: {
    claimed: 'resigningForGood',
    lost: 'resigningForGood',
    workFailed: 'resigningForGood',
    released: 'stopped',
    rested: 'resigningForGood',
    stop: 'resigningForGood',
  },
  resting: {
    claimed: 'resting',
    lost: 'resting',
    workFailed: 'resting',
    released: 'resting',
    rested: 'standby',
    stop: 'stopped',
  },
  stopped: {
    claimed: 'stopped',
    lost: 'stopped',
    workFailed: 'stopped',
    released: 'stopped',
    rested: 'stopped',
    stop: 'stopped',
  },
};

describe('nextLeaderState', () => {
  describe.each(Object.keys(TABLE) as Name[])('while %s', name => {
    it.each(Object.keys(TABLE[name]) as LeaderEvent[])('when %s', event => {
      expect(nextLeaderState(STATES[name], event)).toEqual(
        STATES[TABLE[name][event]],
      );
    });
  });
});
