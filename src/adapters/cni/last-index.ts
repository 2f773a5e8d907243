/** -1 when there is none. */
export const lastIndexWhere = <T>(list: readonly T[], is: (one: T) => boolean): number =>
  list.reduce((last, one, index) => (is(one) ? index : last), -1);
