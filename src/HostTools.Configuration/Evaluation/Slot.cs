using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>A value that is computed when first asked for. Asking while it is being computed is a cycle.</summary>
internal abstract class Slot(EvaluationSession session)
{
    private State _state;
    private object? _value;

    private enum State : byte
    {
        New,
        Running,
        Done,
        Failed,
    }

    public EvaluationSession Session { get; } = session;

    /// <summary>Name for messages, for example the option's path.</summary>
    public abstract string Path { get; }

    /// <summary>Where it is written.</summary>
    public abstract Place Place { get; }

    /// <summary>The value when it has been computed; null otherwise. Computes nothing.</summary>
    public object? Known => _state == State.Done ? _value : null;

    /// <exception cref="EvaluationFailure">The value cannot be had; the same failure each time.</exception>
    public object? Force()
    {
        switch (_state)
        {
            case State.Done:
                return _value;
            case State.Failed:
                throw (EvaluationFailure)_value!;
            case State.Running:
                throw new EvaluationFailure(Session.CycleFrom(this));
            default:
                return Run();
        }
    }

    protected abstract object? Evaluate();

    /// <summary>Always false. A filter, as throwing on from a handler keeps its stack: a long chain of slots would run out of it.</summary>
    private bool Keep(EvaluationFailure failure)
    {
        (_value, _state) = (failure, State.Failed);
        return false;
    }

    private object? Run()
    {
        Session.Enter(this);
        _state = State.Running;
        try
        {
            _value = Evaluate();
            _state = State.Done;
            return _value;
        }
        catch (EvaluationFailure failure) when (Keep(failure))
        {
            throw;
        }
        finally
        {
            Session.Leave();
        }
    }
}
