/** A flag as it is written, with its value. */
export interface LaunchFlag {
  /** Long form with dashes: `-tp` is `--tensor-parallel-size`. */
  readonly name: string
  /** The word as written. */
  readonly written: string
  /** Null for a switch, or where the value is missing. */
  readonly value: string | null
}

/** One `vllm serve`, as the launch command starts it. */
export interface LaunchProcess {
  readonly model: string | null
  readonly flags: readonly LaunchFlag[]
  /** Variables that the command sets for it: assignments in front, `export`, `env`, `docker run -e`. */
  readonly env: Readonly<Record<string, string>>
  /** Host of an `ssh` in front; null = the machine where the command is typed. */
  readonly host: string | null
  /** `--shm-size` of the container it runs in, in bytes; null = none given. */
  readonly shmBytes: number | null
  /** Line of the command text, from 1. */
  readonly line: number
}

/** A server beside the deployment that the command starts. */
export interface LaunchService {
  readonly name: string
  readonly port: number
  readonly host: string | null
}

export interface LaunchCommand {
  readonly processes: readonly LaunchProcess[]
  readonly services: readonly LaunchService[]
}
