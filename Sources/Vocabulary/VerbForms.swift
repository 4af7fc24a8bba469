/// The forms of one verb, enough to understand active, passive, inverted, progressive and past questions.
///
/// A verb has its five forms, or none and only ``copular`` phrases (`is the capital of`), or both
/// (`part of`, `belongs to` are two ``VerbForms`` of one relation type).
package struct VerbForms: Sendable, Equatable {
  /// After *do*, *does*, *did*, *to*: `accuse`.
  package var base: String?
  /// With one subject, now: `accuses`.
  package var third: String?
  /// In the past: `accused`.
  package var past: String?
  /// After *is* and *was* in the passive, after *has*: `accused`.
  package var participle: String?
  /// After *is* in the progressive: `accusing`.
  package var gerund: String?
  /// The words between the verb and its object, the first being the one that is printed; an empty text
  /// means that none is needed: `with`, `arms to`, `between`.
  package var particles: [String]
  /// What stands after *is*, *are*, *was*, *were* with the object following: `an ally of`, `allied with`.
  package var copular: [String]

  /// Makes the forms.
  package init(
    base: String? = nil, third: String? = nil, past: String? = nil, participle: String? = nil,
    gerund: String? = nil, particles: [String] = [], copular: [String] = []
  ) {
    self.base = base
    self.third = third
    self.past = past
    self.participle = participle ?? past
    self.gerund = gerund
    self.particles = particles
    self.copular = copular
  }

  /// Whether there is neither a verb nor a copular phrase.
  package var isEmpty: Bool { third == nil && base == nil && copular.isEmpty }

  /// The present phrase: `accuses`, `talks with`, `is an ally of`; nil when there are no forms.
  package var phrase: String? {
    if let third {
      guard let particle = particles.first, !particle.isEmpty else { return third }
      return "\(third) \(particle)"
    }
    return copular.first.map { "is \($0)" }
  }

  /// The past phrase: `accused`, `talked with`, `was an ally of`; nil when there are no forms.
  package var pastPhrase: String? {
    if let past {
      guard let particle = particles.first, !particle.isEmpty else { return past }
      return "\(past) \(particle)"
    }
    return copular.first.map { "was \($0)" }
  }
}
