// The implicit label of what a model wrote, for the metadata of a file: the field `AIGC` of GB 45438-2025.

export interface AiLabel {
  /** 1: it is generated. */
  readonly Label: '1';
  readonly ContentProducer: string;
  readonly ProduceID: string;
  readonly ReservedCode1: string;
  readonly ContentPropagator: string;
  readonly PropagateID: string;
  readonly ReservedCode2: string;
}

/** `producer`: the code of the institution; whoever passes the file on fills in the propagator. */
export function aiLabelOf(id: string, producer: string): AiLabel {
  return {
    Label: '1',
    ContentProducer: producer,
    ProduceID: id,
    ReservedCode1: '',
    ContentPropagator: '',
    PropagateID: '',
    ReservedCode2: '',
  };
}
