/** The broker's time. That of a phone may be wrong by minutes, and the age of a fix would be too. */
let ahead = 0;

/** Sets the clock by an answer that said what time it was, between these two moments of our own. */
export function setClock(theirs, asked, answered) {
  ahead = theirs - (asked + answered) / 2;
}

/** The broker's epoch milliseconds. */
export const brokerTime = () => Date.now() + ahead;
