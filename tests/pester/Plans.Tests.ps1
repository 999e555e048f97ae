BeforeAll {
    . $PSScriptRoot/Common.ps1
    Import-Module $Manifest
}

Describe 'Plans' {
    BeforeEach {
        $tree = New-ExampleTree
        Push-Location $tree
    }

    AfterEach {
        Pop-Location
        Remove-Item $tree -Recurse -Force
    }

    Context 'From configuration to files' {
        It 'flows through the pipeline' {
            Get-HostConfig toaster | Get-HostPlan -Root ./out | Invoke-HostPlan -Confirm:$false
            Get-Content ./out/etc/hostname | Should -Be 'toaster'
            $again = Get-HostConfig toaster | Get-HostPlan -Root ./out | Invoke-HostPlan -PassThru -Confirm:$false
            $again.NothingToDo | Should -BeTrue
            @(Get-HostGeneration -Root ./out).Count | Should -Be 1
        }

        It 'shows plans as a table where one is asked for' {
            $text = Get-HostConfig toaster | Get-HostPlan -Root ./out | Format-Table | Out-String -Width 200
            $text | Should -Match 'Target +HostName +Changes +Warnings +CanApply'
            $text | Should -Match 'toaster +\d+ +\d+ +True'
            $text | Should -Not -Match 'PlanContext'
        }

        It 'takes hosts by name, wildcard and from the pipeline' {
            (Get-HostConfig).Name | Should -Be @('ci-container', 'devbox-wsl', 'honeypot', 'nixos', 'toaster')
            (Get-HostConfig t*).Name | Should -Be 'toaster'
            ('nixos', 'toaster' | Get-HostConfig).Name | Should -Be @('nixos', 'toaster')
            ([pscustomobject] @{ HostName = 'nixos' } | Get-HostConfig).Name | Should -Be 'nixos'
        }

        It 'reads values as members and as a read-only tree' {
            $toaster = Get-HostConfig toaster
            $toaster.networking.hostName | Should -Be 'toaster'
            $toaster.Values.networking.hostName | Should -Be 'toaster'
            $toaster.Values.networking.Contains('nothing') | Should -BeFalse
            { $toaster.Values.networking.hostName = 'x' } | Should -Throw
            ($toaster.Values | ConvertTo-Json -Depth 20 -WarningAction Ignore | ConvertFrom-Json).networking.hostName | Should -Be 'toaster'
        }

        It 'has what a host is shown with as properties' {
            (Get-HostConfig | Where-Object System -EQ 'x86_64-linux').Name | Should -Contain 'toaster'
            $toaster = Get-HostConfig toaster
            $toaster.Target | Should -Be 'host'
            $toaster.StateVersion | Should -Be $toaster.Meta.StateVersion
            ($toaster | Select-Object Name, System, Users).Users | Should -Be $toaster.Meta.Users
        }

        It 'saves a plan, applies the file in another session, and refuses it when it is stale' {
            Get-HostPlan nixos -Root ./out -OutFile ./nixos.plan | Out-Null
            Invoke-FreshPwsh "Import-Module '$Manifest'; Set-Location '$tree'; Get-Item ./nixos.plan | Invoke-HostPlan -Confirm:`$false" | Should -BeNullOrEmpty
            Test-Path ./out/etc/hostname | Should -BeTrue
            Invoke-HostPlan -Path ./nixos.plan -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused[0].FullyQualifiedErrorId | Should -Be 'PlanStale,HostTools.PowerShell.InvokeHostPlanCmdlet'
            { Invoke-HostPlan -Path ./nixos.plan -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'PlanStale*'
        }

        It 'shows drift, and goes back' {
            Invoke-HostPlan nixos -Root ./out -Confirm:$false
            Add-Content ./out/etc/hostname 'by hand'
            $drift = Test-HostState -Root ./out
            $drift.Path | Should -Be '/etc/hostname'
            Restore-HostGeneration 1 -Root ./out -Confirm:$false
            Test-HostState -Root ./out | Should -BeNullOrEmpty
        }

        It 'is silent on success unless asked' {
            Invoke-FreshPwsh "Import-Module '$Manifest'; Set-Location '$tree'; Invoke-HostPlan nixos -Root ./out -Confirm:`$false" | Should -BeNullOrEmpty
            Invoke-HostPlan nixos -Root ./out -Confirm:$false -InformationAction Continue 6>&1 | Should -Match 'Nothing to do'
        }

        It 'takes parameters as a hashtable' {
            Get-HostConfig toaster -Parameter @{ nobody = 1 } -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            "$failed" | Should -Match 'nobody'
        }
    }

    Context '-WhatIf' {
        It 'prints exactly the plan and writes nothing' {
            $plan = (Get-HostPlan toaster -Root ./out).ToLines() -join "`n"
            $shown = (Invoke-FreshPwsh "Import-Module '$Manifest'; Set-Location '$tree'; Invoke-HostPlan toaster -Root ./out -WhatIf") -join "`n"
            $shown | Should -Be "What if: $plan"
            Test-Path ./out | Should -BeFalse
        }

        It 'is obeyed as a preference too' {
            $WhatIfPreference = $true
            Invoke-HostPlan nixos -Root ./out | Out-Null
            $WhatIfPreference = $false
            Test-Path ./out | Should -BeFalse
        }

        It 'is known by every cmdlet that changes something' {
            foreach ($command in Get-Command -Module HostTools | Where-Object Verb -NotIn Get, Find, Test, Compare, Wait) {
                $command.Parameters.Keys | Should -Contain 'WhatIf' -Because $command.Name
            }
        }
    }

    Context 'Errors' {
        It 'name file, line and column, show the line with a caret, and emit no object' {
            Add-Content hosts/toaster/default.yaml '  networking.hostNam: x'
            $line = @(Get-Content hosts/toaster/default.yaml).Count
            $found = Get-HostConfig toaster -ErrorVariable failed -ErrorAction SilentlyContinue
            $found | Should -BeNullOrEmpty
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'UnknownOption,HostTools.PowerShell.GetHostConfigCmdlet'
            $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($failed[0])" | Should -BeLike "hosts/toaster/default.yaml:${line}:14:*"
            "$($failed[0])" | Should -Match '\n    networking\.hostNam: x\n +\^'
        }

        It 'of one host do not keep the others back' {
            Add-Content hosts/toaster/default.yaml '  networking.hostNam: x'
            (Get-HostConfig -ErrorAction SilentlyContinue).Name | Should -Be @('ci-container', 'devbox-wsl', 'honeypot', 'nixos')
        }

        It 'stop where the person says so' {
            { Get-HostConfig nobody -ErrorAction Stop } | Should -Throw -ErrorId 'HostNotFound*'
        }

        It 'of the target are told before anything happens' {
            { Get-HostPlan -Root ./hosts -ErrorAction Stop } | Should -Throw -ErrorId 'MachineHasNoHost*'
            { Invoke-HostPlan -Root ./hosts -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'MachineHasNoHost*'
            { Invoke-HostPlan -Plan $null -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterArgumentValidationErrorNullNotAllowed*'
            { Restore-HostGeneration -Root ./hosts -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'NoEarlierGeneration*'
            { Remove-HostGeneration -Root ./hosts -OlderThan soon } | Should -Throw
        }

        It 'of an empty path come before anything is written: <Shown>' -ForEach @(
            @{ Shown = "''"; Value = '' }, @{ Shown = 'a blank'; Value = ' ' }, @{ Shown = '$null'; Value = $null }
        ) {
            { Get-HostPlan nixos -Root $Value -ErrorAction Stop } | Should -Throw -ErrorId 'PathEmpty*' -ExpectedMessage "*'-Root'*"
            { Invoke-HostPlan nixos -Root $Value -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'PathEmpty*'
            { Get-HostConfig -Path $Value -ErrorAction Stop } | Should -Throw -ErrorId 'PathEmpty*' -ExpectedMessage "*'-Path'*"
            Test-Path ./etc | Should -BeFalse
        }

        It 'know the machine itself, also behind a link: <_>' -ForEach '/', '/.', '//', './slash' -Skip:$IsWindows {
            New-Item -ItemType SymbolicLink ./slash -Target / | Out-Null
            (Get-HostPlan nixos -Root $_ -MachineOnly -WarningAction SilentlyContinue).Target.Kind | Should -Be Machine
        }

        It 'refuse a file as root at once' {
            { Get-HostPlan nixos -Root ./hosttools.yaml -ErrorAction Stop } | Should -Throw -ErrorId 'FolderIsFile*'
            { Get-HostFact -Root ./hosttools.yaml -ErrorAction Stop } | Should -Throw -ErrorId 'FolderIsFile*'
        }

        It 'name -Confirm:$false where nobody is there to ask' {
            $said = (Invoke-FreshPwsh "Import-Module '$Manifest'; Set-Location '$tree'; Invoke-HostPlan nixos -Root ./out; `$Error[0].FullyQualifiedErrorId") -join "`n"
            $said | Should -BeLike '*ConfirmationRequired,HostTools*'
            $said | Should -BeLike '*-Confirm:$false*'
            $said | Should -Not -BeLike '*NonInteractive mode*'
            Test-Path ./out | Should -BeFalse
        }

        It 'never carry a stack trace' {
            Get-HostConfig nobody -ErrorVariable failed -ErrorAction SilentlyContinue
            "$failed" | Should -Not -Match '   at HostTools'
        }
    }

    Context 'Stopping' {
        It 'ends a running command after its clean-up' {
            # A plan file that is a pipe with nothing in it keeps the cmdlet waiting.
            mkfifo ./slow.plan
            $pipe = (Resolve-Path ./slow.plan).Path
            $held = [IO.File]::Open($pipe, 'Open', 'ReadWrite', 'ReadWrite')
            $shell = [powershell]::Create()
            $shell.AddScript("Import-Module '$Manifest'; Set-Location '$tree'; Invoke-HostPlan -Path ./slow.plan -Confirm:`$false") | Out-Null
            $running = $shell.BeginInvoke()
            foreach ($turn in 1..600) {
                if (@(Get-ChildItem "/proc/$PID/fd" -ErrorAction Ignore | Where-Object Target -EQ $pipe).Count -gt 1) { break }
                Start-Sleep -Milliseconds 50
            }
            $running.IsCompleted | Should -BeFalse
            $stopping = $shell.BeginStop($null, $null)
            $held.Dispose()
            $stopping.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            Test-Path ./out | Should -BeFalse
        } -Skip:(-not $IsLinux)

        It 'by a pipeline that has seen enough is no error' {
            Get-HostFact | Select-Object -First 1 | Should -Not -BeNullOrEmpty
            $Error.Clear()
            Get-HostConfig | Select-Object -First 1 | ForEach-Object Name | Should -Be 'ci-container'
            $Error.Count | Should -Be 0
        }
    }

    Context 'Formats' {
        It 'show a plan as its lines, and tables elsewhere' {
            $plan = Get-HostPlan nixos -Root ./out
            ($plan | Out-String -Width 200) | Should -Match "Plan for .*host 'nixos'"
            ($plan.Changes | Out-String -Width 200) | Should -Match 'Action +Kind +Path +Reason'
            (Get-HostOption nixos networking.hostName | Out-String -Width 200) | Should -Match 'Name +Value +Type'
            (Get-HostFact memory.total | Out-String) | Should -Match 'MiB'
        }
    }

    Context 'Homes' {
        BeforeEach {
            New-Item ./users/draxel -ItemType Directory -Force | Out-Null
            Set-Content ./users/draxel/home.yaml "config:`n  home.sessionVariables.EDITOR: nvim"
            $session = './out/home/draxel/.config/hosttools/session.sh'
        }

        It 'plans the machine, then its homes' {
            $plans = Get-HostPlan toaster -Root ./out
            $plans.Count | Should -Be 2
            $plans[1].Target.Kind | Should -Be 'Home'
            (Get-HostPlan toaster -Root ./out -MachineOnly).Target.Kind | Should -Be 'Folder'
            (Get-HostPlan toaster -Root ./out -User draxel).Target.Kind | Should -Be 'Home'
            { Get-HostPlan toaster -Root ./out -User nobody -ErrorAction Stop } | Should -Throw -ErrorId 'UserUnknown*'
            { Get-HostPlan toaster -Root ./out -User draxel -MachineOnly -ErrorAction Stop } | Should -Throw -ErrorId 'UserAndMachine*'
        }

        It 'applies one home alone, or the machine alone' {
            Invoke-HostPlan toaster -Root ./out -User draxel -Confirm:$false
            $session | Should -FileContentMatch 'EDITOR'
            './out/etc/hostname' | Should -Not -Exist
            Invoke-HostPlan toaster -Root ./other -MachineOnly -Confirm:$false
            './other/home/draxel/.config' | Should -Not -Exist
            './other/etc/hostname' | Should -Exist
        }

        It 'applies what is piped as one, asking once' {
            $shown = Invoke-FreshPwsh "Import-Module '$Manifest'; Set-Location '$tree'; Get-HostPlan toaster -Root ./out | Invoke-HostPlan -WhatIf"
            @($shown -match 'What if').Count | Should -Be 1
            $shown -join "`n" | Should -Match 'session\.sh'
            $results = Get-HostConfig toaster | Get-HostPlan -Root ./out | Invoke-HostPlan -PassThru -Confirm:$false
            $results.Count | Should -Be 2
            $results.NothingToDo | Should -Be @($false, $false)
            $session | Should -Exist
        }

        It 'applies all that is piped, or nothing of it' {
            $plans = Get-HostPlan toaster -Root ./out
            New-Item ./out/home/draxel/.config/hosttools -ItemType Directory -Force | Out-Null
            Set-Content $session 'by hand'
            $plans | Invoke-HostPlan -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused.Count | Should -BeGreaterThan 0
            './out/etc/hostname' | Should -Not -Exist
        }

        It 'keeps hosts apart, and goes on after one that is refused' {
            $first = Get-HostPlan toaster -Root ./a
            $second = Get-HostPlan nixos -Root ./b
            New-Item ./a/etc -ItemType Directory -Force | Out-Null
            Set-Content ./a/etc/hostname 'by hand'
            $results = @($first) + @($second) | Invoke-HostPlan -PassThru -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused[0].FullyQualifiedErrorId | Should -Match 'PlanStale'
            @($results).Count | Should -BeGreaterThan 0
            './b/etc/hostname' | Should -Exist
        }

        It 'takes piped plans back together unless they are confirmed' {
            Get-HostPlan toaster -Root ./out | Invoke-HostPlan -ConfirmWithin 1h -Confirm:$false -WarningAction SilentlyContinue
            $session | Should -Exist
            (Get-HostGeneration -Root ./out | Where-Object IsCurrent).ConfirmUntil | Should -BeGreaterThan ([DateTimeOffset]::Now.AddMinutes(50))
            Get-HostPlan nixos -Root ./out | Invoke-HostPlan -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused[0].FullyQualifiedErrorId | Should -Match 'ConfirmationPending'
            Confirm-HostGeneration -Root ./out
            (Get-HostGeneration -Root ./out | Where-Object IsCurrent).ConfirmUntil | Should -BeNullOrEmpty

            Set-Content ./users/draxel/home.yaml "config:`n  home.sessionVariables.EDITOR: vi"
            Get-HostPlan toaster -Root ./out | Invoke-HostPlan -ConfirmWithin 2s -Confirm:$false -WarningAction SilentlyContinue
            Start-Sleep -Seconds 3
            # Nobody watches for a module without the executable: the next command for that home takes it back.
            Repair-HostState -Root ./out -User draxel -Confirm:$false -WarningAction SilentlyContinue
            $session | Should -FileContentMatch 'nvim'
        }

        It 'goes back in one home' {
            Invoke-HostPlan toaster -Root ./out -Confirm:$false
            Set-Content ./users/draxel/home.yaml "config:`n  home.sessionVariables.EDITOR: vi"
            Invoke-HostPlan toaster -Root ./out -Confirm:$false
            Restore-HostGeneration -Root ./out -User draxel -Confirm:$false
            $session | Should -FileContentMatch 'nvim'
            @(Get-HostGeneration -Root ./out -User draxel).Count | Should -Be 3
        }
    }
}
