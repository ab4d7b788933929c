import { definitionGap, type FieldSchema } from './definitionGap';

const fields = (
  spec: Readonly<Record<string, FieldSchema>>,
  status: Readonly<Record<string, FieldSchema>> = {},
): FieldSchema => ({
  properties: { spec: { properties: spec }, status: { properties: status } },
});

const DEEP = fields(
  {
    image: {},
    master: {
      properties: {
        resources: {},
        env: { items: { properties: { name: {}, value: {} } } },
      },
    },
    labels: { additionalProperties: { properties: { a: {} } } },
  },
  { phase: {} },
);

describe('what an installed definition does not know', () => {
  it('is nothing where it is this one', () => {
    expect(definitionGap(DEEP, DEEP)).toEqual([]);
  });

  it('is nothing where it knows more', () => {
    expect(definitionGap(fields({}), DEEP)).toEqual([]);
  });

  it('is each field by its path, and of a missing whole the whole only', () => {
    expect(
      definitionGap(
        DEEP,
        fields({
          master: {
            properties: { env: { items: { properties: { name: {} } } } },
          },
          labels: { additionalProperties: { properties: {} } },
        }),
      ),
    ).toEqual([
      'spec.image',
      'spec.master.resources',
      'spec.master.env[].value',
      'spec.labels.*.a',
      'status.phase',
    ]);
  });

  it('is all of it where it has no status', () => {
    expect(definitionGap(DEEP, { properties: { spec: {} } })).toContain(
      'status',
    );
  });
});
