// Properties are tried with the same cases in every run, so that the same code passes or fails; what is random is tried at length by the benches.
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_128 });
