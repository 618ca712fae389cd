package engine

import "math"

// The engine's own exponential, logarithm and normal quantile. The ones in package
// math choose their code by processor, so a laptop and a server could disagree in the
// last bit and then in everything. Here every product is converted with float64
// before it is added, which by the Go specification forbids fusing.

const (
	ln2Hi  = 6.93147180369123816490e-01
	ln2Lo  = 1.90821492927058770002e-10
	log2E  = 1.44269504088896338700e+00
	ln2    = 0.693147180559945309417232121458176568
	maxExp = 709.0
)

// exp is e to the x; it saturates beyond 709 and is 0 below -745. Method: reduction
// to |r| <= ln2/2 and the rational approximation of FreeBSD's e_exp.c.
func exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > maxExp:
		x = maxExp
	case x < -745:
		return 0
	}
	var k int
	switch {
	case x < 0:
		k = int(float64(log2E*x) - 0.5)
	case x > 0:
		k = int(float64(log2E*x) + 0.5)
	}
	hi := x - float64(float64(k)*ln2Hi)
	lo := float64(float64(k) * ln2Lo)
	const (
		p1 = 1.66666666666666657415e-01
		p2 = -2.77777777770155933842e-03
		p3 = 6.61375632143793436117e-05
		p4 = -1.65339022054652515390e-06
		p5 = 4.13813679705723846039e-08
	)
	r := hi - lo
	t := float64(r * r)
	c := r - float64(t*(p1+float64(t*(p2+float64(t*(p3+float64(t*(p4+float64(t*p5)))))))))
	y := 1 - ((lo - float64(r*c)/(2-c)) - hi)
	if k <= -1022 || k >= 1023 { // the result, or the factor, is no normal number
		return math.Ldexp(y, k)
	}
	return float64(y * math.Float64frombits(uint64(k+1023)<<52))
}

// log is the natural logarithm of a positive number; method of FreeBSD's e_log.c. It
// has no branch that a random number would make the processor guess wrong.
func log(x float64) float64 {
	const (
		l1 = 6.666666666666735130e-01
		l2 = 3.999999999940941908e-01
		l3 = 2.857142874366239149e-01
		l4 = 2.222219843214978396e-01
		l5 = 1.818357216161805012e-01
		l6 = 1.531383769920937332e-01
		l7 = 1.479819860511658591e-01

		one      = 0x3ff0000000000000 // the bits of 1
		halfRoot = 0x3fe6a09e667f3bcd // and of the root of 1/2
		mantissa = 1<<52 - 1
		normal   = 2.2250738585072014e-308 // the smallest normal number
	)
	down := 0
	switch {
	case x == 0:
		return math.Inf(-1)
	case !(x > 0):
		return math.NaN()
	case x > math.MaxFloat64:
		return x
	case x < normal:
		x, down = float64(x*(1<<54)), 54
	}
	// x is 2^k times 1 + f, which is between the roots of 1/2 and of 2.
	shifted := math.Float64bits(x) + (one - halfRoot)
	k := float64(int(shifted>>52) - 1023 - down)
	f := math.Float64frombits(shifted&mantissa+halfRoot) - 1
	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	t1 := float64(s2 * (l1 + float64(s4*(l3+float64(s4*(l5+float64(s4*l7)))))))
	t2 := float64(s4 * (l2 + float64(s4*(l4+float64(s4*l6)))))
	r := t1 + t2
	hfsq := float64(float64(0.5*f) * f)
	return float64(k*ln2Hi) - ((hfsq - (float64(s*(hfsq+r)) + float64(k*ln2Lo))) - f)
}

// expm1 is exp(x) - 1 without loss near 0.
func expm1(x float64) float64 {
	if x > -0.3 && x < 0.3 {
		sum, term := 0.0, 1.0
		for n := 1.0; n < 24; n++ {
			term = float64(term*x) / n
			sum += term
		}
		return sum
	}
	return exp(x) - 1
}

// Power is x to the y for x above 0, the same to the last bit on every processor, as
// [math.Pow] is not.
func Power(x, y float64) float64 { return exp(float64(y * log(x))) }

// quantile is the standard normal quantile of p in (0, 1): algorithm AS 241 (PPND16)
// of Wichura, Applied Statistics 37 (1988), accurate to about 1 in 10^16.
func quantile(p float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return float64(q*poly(r, 3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
			1.3731693765509461125e4,
			4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3)) /
			poly(r, 1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
				2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3)
	}
	r := p
	if q > 0 {
		r = 1 - p
	}
	r = math.Sqrt(-log(r))
	var v float64
	if r <= 5 {
		r -= 1.6
		v = poly(r, 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
			3.64784832476320460504e0,
			1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
			7.74545014278341407640e-4) /
			poly(r, 1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
				1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
				1.05075007164441684324e-9)
	} else {
		r -= 5
		v = poly(r, 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
			2.96560571828504891230e-1,
			2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
			2.01033439929228813265e-7) /
			poly(r, 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
				7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
				2.04426310338993978564e-15)
	}
	if q < 0 {
		return -v
	}
	return v
}

// poly evaluates a polynomial of the seventh degree whose coefficients are given from the
// constant up.
func poly(x, c0, c1, c2, c3, c4, c5, c6, c7 float64) float64 {
	y := float64(c7*x) + c6
	y = float64(y*x) + c5
	y = float64(y*x) + c4
	y = float64(y*x) + c3
	y = float64(y*x) + c2
	y = float64(y*x) + c1
	return float64(y*x) + c0
}
