import { CommandError, splitCommand } from './splitCommand';

describe('splitCommand', () => {
  it.each([
    ['locust', ['locust']],
    ['  locust   -f  a.py ', ['locust', '-f', 'a.py']],
    ['sh -c "locust -f a.py"', ['sh', '-c', 'locust -f a.py']],
    ['a \'b "c" \\d\'', ['a', 'b "c" \\d']],
    ['a\\ b "c\\"d" "\\n"', ['a b', 'c"d', '\\n']],
    ['--x="a b"c', ['--x=a bc']],
    ['a "" b', ['a', '', 'b']],
    ['', []],
  ])('splits %p', (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });

  it.each([
    ['locust "a', /double quote .* not closed/],
    ["locust 'a", /single quote .* not closed/],
    ['locust \\', /ends in a backslash/],
  ])('refuses %p', (command, problem) => {
    expect(() => splitCommand(command)).toThrow(CommandError);
    expect(() => splitCommand(command)).toThrow(problem);
  });
});
